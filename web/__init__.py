"""HTTP and HTML over the engine; asks it, decides nothing."""
