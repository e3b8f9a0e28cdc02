"""Access: who an actor is, and the who-functions that every room's flow is written with."""
