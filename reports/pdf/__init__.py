"""Documents as PDF: a dataset and a template in, a file out. Nothing here queries."""
