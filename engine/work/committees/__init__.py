"""A committee at work in a case: its orders, who sits, who has declared an interest (U17)."""
