"""What happened, written once, and the proof that it stands as it was written."""
