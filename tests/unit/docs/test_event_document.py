"""docs/events.md lists every kind of event, and none that is not written."""

import re
from pathlib import Path

from engine.journal.kinds import EventKind

DOCUMENT = Path(__file__).parents[3] / "docs" / "events.md"


def test_the_document_lists_exactly_the_kinds_that_the_code_knows():
    listed = re.findall(r"^\| `(\w+)` \|", DOCUMENT.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert sorted(listed) == sorted(kind.value for kind in EventKind)


def test_every_kind_is_written_somewhere_in_the_engine():
    engine = Path(__file__).parents[3] / "engine"
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for path in engine.rglob("*.py")
        if path.name not in ("kinds.py", "narration.py", "position.py")
    )
    unwritten = [kind.name for kind in EventKind if f"EventKind.{kind.name}" not in code]
    assert unwritten == []
