"""The schema, step by step. ``engine.store.schema`` runs these; there is no ini file."""
