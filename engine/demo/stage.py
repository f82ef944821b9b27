"""What all cases of one office share while they are played."""

from dataclasses import dataclass
from random import Random

from engine.demo.clock import OfficeHours
from engine.demo.names import Names
from engine.demo.papers import Papers
from engine.demo.staff import Staff
from engine.demo.timeline import Timeline


@dataclass(frozen=True)
class Stage:
    """An office, its hours and its clock, and the makers of invented things."""

    staff: Staff
    timeline: Timeline
    hours: OfficeHours
    names: Names
    papers: Papers
    rng: Random
