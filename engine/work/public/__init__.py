"""What somebody outside does through the public door, and what she is told."""
