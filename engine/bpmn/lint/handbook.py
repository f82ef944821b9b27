"""docs/lint.md, written from the rules: ``python -m engine.bpmn.lint.handbook > docs/lint.md``."""

import re
import sys
from typing import Final

from engine.bpmn.lint.calls import MAX_CALL_DEPTH, MAX_EXPANDED_NODES
from engine.bpmn.lint.catalogue import SUBJECTS
from engine.bpmn.lint.rules import MAX_PROBLEMS, Rule
from engine.bpmn.lint.source import MAX_ATTRIBUTES, MAX_CHILDREN, MAX_ELEMENTS
from engine.bpmn.lint.structure import MAX_ID_LENGTH, MAX_SUBPROCESS_DEPTH
from engine.bpmn.lint.texts import MAX_DOCUMENTATION, MAX_FLOWS, MAX_NAME, MAX_NODES, MAX_TASKS
from engine.bpmn.lint.vocabulary import (
    CAMUNDA_ATTRIBUTES,
    EVENT_DEFINITIONS,
    NODES,
    PROPERTY_NAMES,
    REFUSED_ELEMENTS,
)
from engine.bpmn.multi_instance import MOST_ITEMS
from engine.bpmn.xml import MAX_BYTES, MAX_DEPTH

_PLACEHOLDER: Final = re.compile(r"\{[a-z_]+\}")

_HEAD: Final = """# What lint says

Lint reads a process file before it runs. What it says is written for the person who drew it: which
element, what is wrong, what to do. `sucharit lint PATH...` prints it; the studio shows it beside
the diagram.

| grade | what it stops |
| --- | --- |
| unsafe | the file is not even saved as a draft |
| error | the draft is marked; review, deployment and publication are refused |
| warning | nothing |

This page is written from the rules (`python -m engine.bpmn.lint.handbook > docs/lint.md`); a test
keeps it equal to them.
"""


def handbook() -> str:
    """Return the whole page."""
    sections = (_section(subject, rules) for subject, rules in SUBJECTS.items())
    return "\n".join([_HEAD, _dialect(), _limits(), *sections])


def _dialect() -> str:
    events = "; ".join(f"{tag}: {_events_of(tag)}" for tag in sorted(EVENT_DEFINITIONS))
    attributes = "; ".join(
        f"{tag}: {', '.join(sorted(names))}" for tag, names in sorted(CAMUNDA_ATTRIBUTES.items())
    )
    refused = "\n".join(
        f"| {tag} | {reason.en} |" for tag, reason in sorted(REFUSED_ELEMENTS.items())
    )
    return f"""## What may be drawn

- Nodes: {", ".join(sorted(NODES))}.
- Events: {events}. A boundary event sits on a user task, sub-process or call activity.
- `camunda:` attributes: {attributes}.
- `camunda:property` names: {", ".join(sorted(PROPERTY_NAMES))}.
- Drawn only, without effect: pools without a process, message flows, annotations, groups,
  associations, extensions of other namespaces.

| not run | why, and what to draw instead |
| --- | --- |
{refused}
"""


def _events_of(tag: str) -> str:
    plain = [] if tag in {"boundaryEvent", "intermediateCatchEvent"} else ["none"]
    return ", ".join([*plain, *sorted(EVENT_DEFINITIONS[tag])])


def _limits() -> str:
    return f"""## Limits

| what | at most |
| --- | --- |
| bytes of a file | {MAX_BYTES:,} |
| XML elements of a file, inside one element | {MAX_ELEMENTS:,}, {MAX_CHILDREN:,} |
| attributes of one element | {MAX_ATTRIBUTES} |
| depth of the XML | {MAX_DEPTH} |
| tasks, elements, flows of a file | {MAX_TASKS}, {MAX_NODES}, {MAX_FLOWS} |
| sub-processes inside one another | {MAX_SUBPROCESS_DEPTH} |
| calls inside one another | {MAX_CALL_DEPTH} |
| elements with all calls written out | {MAX_EXPANDED_NODES:,} |
| items of a multi-instance, when it runs | {MOST_ITEMS} |
| characters of an id, a name | {MAX_ID_LENGTH}, {MAX_NAME} |
| characters of a documentation | {MAX_DOCUMENTATION:,} |
| problems shown of a file | {MAX_PROBLEMS} |
"""


def _section(subject: str, rules: tuple[Rule, ...]) -> str:
    rows = "\n".join(_row(rule) for rule in rules)
    return f"""## {subject}

| rule | grade | what | without it | how to mend |
| --- | --- | --- | --- | --- |
{rows}
"""


def _row(rule: Rule) -> str:
    what, mend = (f"{_plain(each.en)}<br>{_plain(each.th)}" for each in (rule.what, rule.mend))
    return f"| `{rule.key}` | {rule.grade} | {what} | {_plain(rule.why)} | {mend} |"


def _plain(text: str) -> str:
    return _PLACEHOLDER.sub("…", text).replace("|", "\\|").strip()


if __name__ == "__main__":
    sys.stdout.write(handbook())
