"""What can be wrong with an expression, said in both languages."""

from engine.errors import EngineError, Sentence


class FeelError(EngineError):
    """An expression cannot be read or evaluated.

    ``position`` counts characters of the text from 0; None when no place is to blame.
    """

    sentence = Sentence("ใช้สูตรนี้ไม่ได้", "This expression cannot be used.")

    def __init__(self, sentence: Sentence | None = None, position: int | None = None) -> None:
        super().__init__(sentence)
        self.position = position


class FeelSyntaxError(FeelError):
    """The text is not an expression of the language; ``position`` is always set."""

    sentence = Sentence("สูตรเขียนไม่ถูกต้อง", "The expression is not well formed.")
    position: int

    def __init__(self, sentence: Sentence, position: int) -> None:
        super().__init__(sentence, position)


class FeelBudgetExceeded(FeelError):
    """The evaluation took too many steps, or would have made too large a value."""

    sentence = Sentence(
        "สูตรนี้ใช้การคำนวณเกินขีดจำกัด", "The expression takes more steps than an evaluation may."
    )


class FeelValueError(FeelError):
    """A value or function handed in is missing or of no kind the language knows."""

    sentence = Sentence("ข้อมูลที่ส่งเข้าสูตรใช้ไม่ได้", "A value handed to the expression cannot be used.")
