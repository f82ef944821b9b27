"""An office itself: opened, its settings in force, their revisions, its doors."""
