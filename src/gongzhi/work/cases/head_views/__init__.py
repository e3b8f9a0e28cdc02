"""The pages of a head of grid, building or unit: on a phone, today first, one line to record."""
