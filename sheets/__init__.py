"""What every app needs to say how its rows look in a spreadsheet; knows no model and no app."""
