"""The papers of a step: worded, put forward, signed, filed with the case."""
