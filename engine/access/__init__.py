"""Who may do what, and who may see which case."""

from engine.access import grants, identity_requests, membership, substitutions
from engine.journal.folding import merge_folds

FOLDS = merge_folds(membership.FOLDS, grants.FOLDS, identity_requests.FOLDS, substitutions.FOLDS)
