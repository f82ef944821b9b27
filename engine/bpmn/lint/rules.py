"""What a rule of the lint is, and how its findings are collected."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from engine.errors import Problem, Sentence, Severity

MAX_PROBLEMS: Final = 200
"""Problems kept of one file: more would hide the first ones and let a bad file fill a page."""


class Grade(StrEnum):
    """What a finding stops: UNSAFE the saving, ERROR review and publication, WARNING nothing."""

    UNSAFE = "unsafe"
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Rule:
    """One rule, as a person meets it.

    ``what`` and ``mend`` are templates; ``{subject}`` is the element with its name and id, other
    words are filled in where the rule is applied. ``why`` says what the engine would do without
    the rule.
    """

    key: str
    grade: Grade
    what: Sentence
    mend: Sentence
    why: str


@dataclass(frozen=True)
class Place:
    """Where a problem is: the id ("" for the whole file), the line, and how people call it."""

    element: str
    line: int
    label: Sentence


Word = Sentence | str | int


class Findings:
    """The problems of one file, in the order found, without repetition and bounded."""

    def __init__(self) -> None:
        self._problems: dict[Problem, Grade] = {}
        self._grades_not_kept: set[Grade] = set()

    def add(self, rule: Rule, place: Place, **words: Word) -> None:
        if len(self._problems) >= MAX_PROBLEMS:
            self._grades_not_kept.add(rule.grade)
            return
        message = Sentence(
            th=_filled(f"{rule.what.th} {rule.mend.th}", place, words, "th"),
            en=_capital(_filled(f"{rule.what.en} {rule.mend.en}", place, words, "en")),
        )
        severity = Severity.WARNING if rule.grade is Grade.WARNING else Severity.ERROR
        problem = Problem(rule.key, severity, place.element, max(place.line, 1), message)
        self.keep(problem, rule.grade)

    def keep(self, problem: Problem, grade: Grade) -> None:
        self._problems.setdefault(problem, grade)

    @property
    def were_cut(self) -> bool:
        return bool(self._grades_not_kept)

    @property
    def are_unsafe(self) -> bool:
        """Whether one of them is, kept or not."""
        return Grade.UNSAFE in {*self._problems.values(), *self._grades_not_kept}

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._problems)

    def __len__(self) -> int:
        return len(self._problems)


def _filled(template: str, place: Place, words: Mapping[str, Word], language: str) -> str:
    chosen = {key: _in(language, word) for key, word in words.items()}
    return template.format(subject=_in(language, place.label), **chosen).strip()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _in(language: str, word: Word) -> str:
    if isinstance(word, Sentence):
        return word.th if language == "th" else word.en
    return str(word)
