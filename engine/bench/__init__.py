"""The benchmark: figures of one run beside each other, so that their ratios mean something.

Names are dotted; asking for ``step`` runs all that begin with it. Each group makes
its own database with an office in it and leaves nothing behind.
"""

from collections.abc import Callable, Collection, Iterator

from engine.bench.drafts import measure_drafts
from engine.bench.figures import Figure
from engine.bench.papers import PAPERS, measure_papers
from engine.bench.place import Place, open_place
from engine.bench.registers import REGISTERS, measure_registers
from engine.bench.reports import REPORTS, measure_reports
from engine.bench.search import SEARCHES, measure_search
from engine.bench.steps import measure_start, measure_steps
from engine.bench.timers import measure_timers
from engine.bench.worklists import WORKLISTS, measure_worklists

__all__ = ["NAMES", "Figure", "is_asked", "run"]

_GROUPS: tuple[tuple[tuple[str, ...], Callable[[Place, float], Iterator[Figure]]], ...] = (
    (
        (
            "step.loop1",
            "step.loop400",
            "step.loop1000",
            "step.bare_transaction",
            "step.naive_loop400",
            "state.bytes_loop1000",
        ),
        measure_steps,
    ),
    (("start.instance",), measure_start),
    (("draft.save",), measure_drafts),
    (WORKLISTS, measure_worklists),
    (SEARCHES, measure_search),
    (REPORTS, measure_reports),
    (REGISTERS, measure_registers),
    (PAPERS, measure_papers),
    (("timers.10000", "timers.10000x2"), measure_timers),
)

NAMES = tuple(name for names, _ in _GROUPS for name in names)


def run(
    only: Collection[str] = (), *, scale: float = 1, server_url: str | None = None
) -> Iterator[Figure]:
    """Yield the figures asked for; all of them, when none is named.

    ``scale`` shortens rounds and rows for a try-out. ``server_url`` is a PostgreSQL
    server on which databases may be made; without it everything runs on SQLite.
    """
    for names, measure in _GROUPS:
        wanted = [name for name in names if is_asked(name, only)]
        if wanted:
            with open_place(server_url) as place:
                yield from (f for f in measure(place, scale) if f.name in wanted)


def is_asked(name: str, only: Collection[str]) -> bool:
    """Return whether a figure is asked for, by its name or a dotted part of it; none means all."""
    return not only or any(name == one or name.startswith(f"{one}.") for one in only)
