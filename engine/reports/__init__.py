"""What an office counts of its cases, and what it reports of them."""

from engine.reports import facts

FOLDS = facts.FOLDS
