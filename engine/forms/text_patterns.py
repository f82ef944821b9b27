r"""Patterns that the owner of a form writes, matched in time linear in the text.

A form may say ``^[0-9]{5}$`` of a postal code. The owner is no programmer and a backtracking
engine can be made to run for hours by eleven characters, so only a part of the notation is taken
(literals, ``.``, ``[...]``, ``\d \s \w`` and their quantifiers, in a row) and it is run here,
all states at once. Groups, alternatives, look-around and back references are refused when the
form is read.
"""

import re
from dataclasses import dataclass

MOST_LENGTH = 200
MOST_REPEATS = 100
MOST_STATES = 400

_ATOM = re.compile(
    r"""(?P<set>\[\^?(?:\\[dsw\\\]\[^.\-/+*?(){}|$]|[^\\\[\]])+\])
      | (?P<escape>\\[dsw\\.\-/+*?()\[\]{}|^$])
      | (?P<any>\.)
      | (?P<plain>[^\\.\[\](){}|^$*+?])""",
    re.VERBOSE,
)
_QUANTIFIER = re.compile(r"(?P<mark>[*+?])|\{(?P<low>\d{1,3})(?P<comma>,(?P<high>\d{0,3}))?\}")


class PatternInvalid(ValueError):
    """The pattern uses what is not taken."""


@dataclass(frozen=True)
class _Atom:
    one: re.Pattern[str]
    least: int
    most: int | None

    @property
    def states(self) -> int:
        return (self.least if self.most is None else self.most) + 1


@dataclass(frozen=True)
class TextPattern:
    """A pattern over the whole of a text, as ``source`` writes it."""

    source: str
    atoms: tuple[_Atom, ...]

    def matches(self, text: str) -> bool:
        """Tell whether the whole text is of this pattern; steps at most length times states."""
        states = self._opened({(0, 0)})
        for letter in text:
            fits = [bool(atom.one.fullmatch(letter)) for atom in self.atoms]
            states = self._opened(
                {
                    (place, seen)
                    for place, count in states
                    if place < len(self.atoms) and fits[place]
                    for seen in self._counted(place, count)
                }
            )
        return (len(self.atoms), 0) in states

    def _counted(self, place: int, count: int) -> tuple[int, ...]:
        atom = self.atoms[place]
        if atom.most is None:
            return (min(count + 1, atom.least),)
        return (count + 1,) if count < atom.most else ()

    def _opened(self, states: set[tuple[int, int]]) -> set[tuple[int, int]]:
        """Add the states that are reached without reading a letter."""
        found = set(states)
        for place, count in states:
            here, seen = place, count
            while here < len(self.atoms) and seen >= self.atoms[here].least:
                here, seen = here + 1, 0
                found.add((here, seen))
        return found


def read_pattern(source: str) -> TextPattern:
    """Read ``^...$``; raises :exc:`PatternInvalid` for all that this notation does not take."""
    if len(source) > MOST_LENGTH or not (source.startswith("^") and source.endswith("$")):
        raise PatternInvalid(source)
    body = source[1:-1]
    atoms: list[_Atom] = []
    at = 0
    while at < len(body):
        found = _ATOM.match(body, at)
        if not found:
            raise PatternInvalid(source)
        least, most, at = _repeats(body, found.end(), source)
        atoms.append(_Atom(_letter(found[0], source), least, most))
    if sum(atom.states for atom in atoms) > MOST_STATES:
        raise PatternInvalid(source)
    return TextPattern(source, tuple(atoms))


def _repeats(body: str, at: int, source: str) -> tuple[int, int | None, int]:
    found = _QUANTIFIER.match(body, at)
    if not found:
        return 1, 1, at
    if found["mark"]:
        return (1 if found["mark"] == "+" else 0), 1 if found["mark"] == "?" else None, found.end()
    least = int(found["low"])
    most = least
    if found["comma"]:
        if not found["high"]:
            if least > MOST_REPEATS:
                raise PatternInvalid(source)
            return least, None, found.end()
        most = int(found["high"])
    if not least <= most <= MOST_REPEATS or most == 0:
        raise PatternInvalid(source)
    return least, most, found.end()


def _letter(atom: str, source: str) -> re.Pattern[str]:
    # One letter against one set: the standard engine cannot backtrack over that. Doubled marks
    # are kept by it for set operations of its own future.
    if any(mark in atom for mark in ("--", "&&", "||", "~~")):
        raise PatternInvalid(source)
    try:
        return re.compile(atom, re.DOTALL)
    except re.error as fault:
        raise PatternInvalid(source) from fault
