"""What a token may be given: reading and writing, room by room."""

ROOMS = (
    "cases", "whistles", "tasks", "meetings", "admission", "mandates", "enforcement", "powers", "filings",
    "policies", "secretary_projects", "counters", "certificates",
)  # fmt: skip
SCOPES = tuple(f"{room}:{right}" for room in ROOMS for right in ("read", "write"))
