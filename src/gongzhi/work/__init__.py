"""The work floor: one room per mechanism of the city's grassroots governance."""
