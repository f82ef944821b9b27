"""What the office makes public by the head's leave, and what it still owes (U29)."""
