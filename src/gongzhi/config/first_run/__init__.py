"""The first run: a guide in the browser makes a city from its official code list and its organisations workbook."""
