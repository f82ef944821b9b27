"""The lines of a script task: ``name = expression``."""

from collections.abc import Collection
from dataclasses import dataclass

from engine.errors import Sentence
from engine.feel.budget import MAX_CHARACTERS
from engine.feel.errors import FeelSyntaxError
from engine.feel.expression import Expression, compile_expression
from engine.feel.lexer import is_name


@dataclass(frozen=True, slots=True)
class Assignment:
    """``line`` counts from 1 in the script."""

    target: str
    expression: Expression
    line: int


def parse_script(text: str, *, functions: Collection[str] = ()) -> tuple[Assignment, ...]:
    """Read one assignment a line; empty lines and lines that begin with // are passed over.

    Raises FeelSyntaxError with a position in the whole text. An assignment may read the targets
    above it, if whoever runs the script adds them to the names.
    """
    if len(text) > MAX_CHARACTERS:
        raise FeelSyntaxError(
            Sentence(
                f"สคริปต์ยาวเกิน {MAX_CHARACTERS:,} ตัวอักษร",
                f"The script is longer than {MAX_CHARACTERS:,} characters.",
            ),
            MAX_CHARACTERS,
        )
    assignments = []
    start = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip() and not line.lstrip().startswith("//"):
            assignments.append(_assignment(line, start, number, functions))
        start += len(line) + 1
    return tuple(assignments)


def _assignment(line: str, start: int, number: int, functions: Collection[str]) -> Assignment:
    left, sign, right = line.partition("=")
    target = left.strip()
    if not sign or not is_name(target):
        raise FeelSyntaxError(
            Sentence(
                f"บรรทัดที่ {number} ต้องเป็น ชื่อ = สูตร", f"Line {number} must be name = expression."
            ),
            start + len(line) - len(line.lstrip()),
        )
    try:
        expression = compile_expression(right.strip(), functions=functions)
    except FeelSyntaxError as error:
        offset = start + len(left) + 1 + len(right) - len(right.lstrip())
        raise FeelSyntaxError(error.sentence, offset + error.position) from None
    return Assignment(target, expression, number)
