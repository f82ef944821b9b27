"""Whose a work item is: who may take it, who holds it, and how it goes from hand to hand."""
