"""Who may know who is behind a case: asked for, decided, opened, each on record."""
