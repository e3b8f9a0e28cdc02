"""What a resident sees, without an account and without JavaScript: say a thing, follow it, answer, rate."""
