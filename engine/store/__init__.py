"""Where data lives, and the one place where a transaction begins and ends."""
