"""What happened, told afterwards: verified against what was signed, and exported as evidence."""
