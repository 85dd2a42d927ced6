"""What kinds of table of every sort of plan share; the kinds themselves are the plans' own."""
