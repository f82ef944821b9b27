"""What people and the clock do to cases: lodge, claim, complete, reassign; steps and deadlines."""

from engine.journal.folding import merge_folds
from engine.work import consultations, deadlines, duties, system_steps, work_items
from engine.work.offices import opening as offices

FOLDS = merge_folds(
    work_items.FOLDS,
    deadlines.FOLDS,
    offices.FOLDS,
    system_steps.FOLDS,
    consultations.FOLDS,
    duties.FOLDS,
)
