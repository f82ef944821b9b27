"""What can go wrong while a process runs. All of these leave the stored state as it was."""

from engine.errors import ProcessFailed, Sentence


class ElementFailed(ProcessFailed):
    """The run stopped at one element; ``element`` is "" when no single one is to blame."""

    def __init__(self, reason: Sentence, *, process_id: str = "", element: str = "") -> None:
        where = f" ({process_id}: {element})" if element else ""
        super().__init__(Sentence(f"{reason.th}{where}", f"{reason.en}{where}"))
        self.process_id = process_id
        self.element = element


class StepBudgetExceeded(ElementFailed):
    """One run took too many steps, too long or too deep.

    A token loop, a fork bomb, calls without end, a timer that fires and fires.
    """


class WaitsForNothing(ElementFailed):
    """The case is not finished and no person, timer or system step could ever move it on."""


class StateUnreadable(ElementFailed):
    """The stored state is not one of this release, or not one of this edition."""
