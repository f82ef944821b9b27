"""The demonstration: two offices of invented people and their cases, made only by commands."""
