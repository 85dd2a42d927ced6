"""The LKE of a unit: instruments as rows, flow, rights, the sheet, comparison and pictures."""
