"""The office's work: cases, processes, history. Knows nothing of HTTP."""
