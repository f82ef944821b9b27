"""The case: register, numbers, parties, issues (ประเด็น), files, the mailbox of a receipt code."""

from engine.cases import (
    attachments,
    committees,
    follow_ups,
    issues,
    legal_holds,
    links,
    notes,
    parties,
    register,
    search_words,
)
from engine.journal.folding import merge_folds

FOLDS = merge_folds(
    register.FOLDS,
    search_words.FOLDS,
    parties.FOLDS,
    issues.FOLDS,
    committees.FOLDS,
    links.FOLDS,
    notes.FOLDS,
    follow_ups.FOLDS,
    legal_holds.FOLDS,
    attachments.FOLDS,
)
