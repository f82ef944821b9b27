"""The limits of the language, and the steps one evaluation may take."""

from engine.feel.errors import FeelBudgetExceeded

MAX_CHARACTERS = 2_000  # of an expression, and of a script
MAX_DEPTH = 50  # of brackets, and of the syntax tree
MAX_STEPS = 10_000  # of one evaluation
MAX_VALUE_DEPTH = 20  # of lists and contexts handed in

CHARACTERS_PER_STEP = 32


class Budget:
    """What an evaluation has left.

    Everything made costs: a node one step, an element of a list one step, 32 characters of text
    one step. So time *and* memory are bounded by the one number: no text longer than 320,000
    characters and no list longer than 10,000 elements can come into being.
    """

    __slots__ = ("left",)

    def __init__(self, steps: int = MAX_STEPS) -> None:
        self.left = steps

    def spend(self, steps: int = 1) -> None:
        self.left -= steps
        if self.left < 0:
            raise FeelBudgetExceeded

    def spend_text(self, characters: int) -> None:
        """Pay for a text before it is made."""
        self.spend(characters // CHARACTERS_PER_STEP)
