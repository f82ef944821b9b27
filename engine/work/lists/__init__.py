"""What somebody sees of the open work: her own list, the office's, what stands at every step."""
