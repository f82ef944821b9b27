"""The first steps of the guideline that an office of the demonstration would publish."""

from dataclasses import replace
from functools import cache
from typing import Final

from engine.bpmn.edition import build_edition
from engine.office.profile import parse_profile
from engine.reports.guideline import Guideline
from engine.reports.guideline_words import guideline_of
from engine.resources import bundled_dir
from web.examples.invented import TODAY

_OFFICE, _PROCESS, _DOOR = "provincial", "complaint_provincial", "corruption"
_MOST: Final = 3


@cache
def guideline() -> Guideline:
    """Return it cut short: an example shows each part, not all of it."""
    folder = bundled_dir("processes")
    profile = (folder / "offices" / f"{_OFFICE}.toml").read_text(encoding="utf-8")
    edition = build_edition(_PROCESS, _files("processes", "bpmn"), _files("forms", "json"))
    whole = guideline_of(parse_profile(profile, _OFFICE), {_DOOR: edition}, TODAY)
    return replace(
        whole,
        channels=whole.channels[:_MOST],
        times=whole.times[:_MOST],
        procedures=tuple(replace(one, steps=one.steps[:_MOST]) for one in whole.procedures),
    )


def _files(folder: str, ending: str) -> dict[str, bytes]:
    return {file.stem: file.read_bytes() for file in bundled_dir(folder).glob(f"*.{ending}")}
