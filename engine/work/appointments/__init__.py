"""Officers appointed by an order of the head, and the roles that follow from it."""
