"""The benchmark: a city's database in bulk, the HTTP API under load, the same statements bare, and the ratio."""
