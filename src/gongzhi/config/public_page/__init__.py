"""The public page of a street or community, /p/<code>/: its public face, and what the code at a stairwell's door opens."""
