"""One case as everybody who may see it sees it: diagram, deadlines, events, papers."""
