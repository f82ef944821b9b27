"""Records of filed cases: held, listed, destroyed by order (U27)."""
