"""The kit knows no business: flow, command, journal, clock, records, registers, search, privacy, doors."""
