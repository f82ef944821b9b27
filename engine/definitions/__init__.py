"""Process definitions of an office: editions, their publication, and which one is in use."""

from engine.definitions import adoption
from engine.journal.folding import merge_folds

FOLDS = merge_folds(adoption.FOLDS)
