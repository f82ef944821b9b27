"""What an office counts of its cases, what it reports of them, and what it makes public."""

from engine.journal.folding import merge_folds
from engine.reports import facts, publications, satisfaction

FOLDS = merge_folds(facts.FOLDS, publications.FOLDS, satisfaction.FOLDS)
