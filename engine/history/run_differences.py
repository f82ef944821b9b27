"""Two accounts of one engine run, the recorded and the repeated: where they part."""

from collections.abc import Mapping
from itertools import zip_longest
from typing import Any

from engine.history.course_faults import Difference


def first_difference(
    recorded: Mapping[str, Any], again: Mapping[str, Any]
) -> tuple[Difference, str, str] | None:
    """Return the first way in which two accounts of a run differ, with element and path.

    In the order in which one follows from the other: what was read, its result, the way
    taken, what was passed, which timers wait, the state.
    """
    for old, new in zip_longest(recorded["evaluated"], again["evaluated"]):
        if old != new:
            return _difference_of_expression(old, new)
    for name, difference, place in (
        ("flows", Difference.FLOW, 1),
        ("passed", Difference.PASSED, 1),
        ("armed", Difference.ARMED, 0),
    ):
        for old, new in zip_longest(recorded[name], again[name]):
            if old != new:
                return difference, str((new or old)[place]), ""
    if recorded["digest"] != again["digest"]:
        return Difference.DIGEST, "", ""
    return None


def _difference_of_expression(old: Any, new: Any) -> tuple[Difference, str, str]:
    element = str((new or old)["element"])
    if not old or not new or any(old[name] != new[name] for name in ("element", "expression")):
        return Difference.EXPRESSION, element, ""
    if old["reads"] != new["reads"]:
        paths = (
            path
            for path, value in sorted(new["reads"].items())
            if path not in old["reads"] or old["reads"][path] != value
        )
        return Difference.READS, element, next(paths, "")
    if old["called"] != new["called"]:
        return Difference.CALLED, element, ""
    return Difference.RESULT, element, ""
