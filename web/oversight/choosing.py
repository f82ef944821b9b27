"""Which open work a page shows: read from its address, and written into its links.

An address that says nothing sensible narrows nothing: it was typed or is old.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self
from uuid import UUID

from werkzeug.datastructures import MultiDict

from engine.bpmn.edition import Edition
from engine.work.lists.open_work import Choice, Cursor, Light
from engine.work.lists.places import Place

NOBODY = "nobody"
_LONGEST_TEXT = 200


@dataclass(frozen=True)
class Asked:
    """The parameters of a list. ``person`` is a person's id or NOBODY."""

    process: str | None = None
    step: Place | None = None
    person: UUID | str | None = None
    light: Light | None = None
    text: str = ""

    @classmethod
    def of(cls, args: MultiDict[str, str]) -> Self:
        return cls(
            process=args.get("process") or None,
            step=_place(args.get("step", "")),
            person=NOBODY if args.get("person") == NOBODY else _uuid(args.get("person", "")),
            light=_light(args.get("light", "")),
            text=args.get("q", "").strip()[:_LONGEST_TEXT],
        )

    @property
    def is_narrow(self) -> bool:
        return self != Asked(process=self.process)

    def at(self, step: Place) -> Self:
        return replace(self, step=step)

    def args(self) -> dict[str, Any]:
        """Return what to put into an address that shows the same."""
        step = f"{self.step.process_id}.{self.step.element}" if self.step else ""
        found = {
            "process": self.process or "",
            "step": step,
            "person": str(self.person or ""),
            "light": self.light.value if self.light else "",
            "q": self.text,
        }
        return {name: value for name, value in found.items() if value}

    def choice(self, edition: Edition, *, is_only_process: bool) -> Choice:
        return Choice(
            process_id=None if is_only_process else edition.process_id,
            edition=edition,
            place=self.step,
            holder_id=self.person if isinstance(self.person, UUID) else None,
            is_unclaimed=self.person == NOBODY,
            lights=frozenset({self.light} if self.light else ()),
            text=self.text,
        )


def cursor_of(args: MultiDict[str, str]) -> Cursor | None:
    for name in ("after", "before"):
        day, _, key = args.get(name, "").partition(".")
        found = _uuid(key)
        try:
            on = date.fromisoformat(day)
        except ValueError:
            continue
        if found is not None:
            return Cursor(on, found, is_back=name == "before")
    return None


def cursor_args(cursor: Cursor) -> dict[str, Any]:
    name = "before" if cursor.is_back else "after"
    return {name: f"{cursor.on.isoformat()}.{cursor.id}"}


def _place(text: str) -> Place | None:
    process_id, dot, element = text.partition(".")
    return Place(process_id, element) if dot and process_id and element else None


def _light(text: str) -> Light | None:
    try:
        return Light(text)
    except ValueError:
        return None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
