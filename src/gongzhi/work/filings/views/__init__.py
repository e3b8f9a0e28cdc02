"""Pages of filings: lists, a form and a sheet, sums and counts."""
