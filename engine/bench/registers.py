"""A page of the register of a thousand and of a hundred thousand cases."""

from collections import defaultdict
from collections.abc import Iterator
from time import perf_counter

from engine.bench.figures import Figure, of_samples
from engine.bench.place import Place, open_place
from engine.bench.worklists import YEAR, fill
from engine.office.roles import Role
from engine.work.lists.register import Cursor, Wanted, read_register, register_years
from engine.work.lists.register_lines import State

_SAMPLES = 40
# In the larger book: what no line is, so that all are asked; and a word that one in twenty has.
_NARROWED = {
    "register.narrowed.100000": Wanted(state=State.FILED, channel="post"),
    "register.searched.100000": Wanted(text="ขุดลอกคลอง"),
}
REGISTERS = ("register.1000", "register.100000", "register.middle.100000", *_NARROWED)


def measure_registers(place: Place, scale: float) -> Iterator[Figure]:
    """Measure what an officer opens, by turns: the newest page, a middle one, narrowed ones."""
    with open_place(place.server_url) as large:
        count = round(100_000 * scale)
        for at, wanted in ((place, 1_000), (large, count)):
            fill(at, wanted)
        middle = Cursor(YEAR, max(count // 2, 1))
        samples: dict[str, list[float]] = defaultdict(list)
        for _ in range(max(5, round(_SAMPLES * min(1, 10 * scale)))):
            samples["register.1000"].append(_page(place, Wanted(year=YEAR)))
            samples["register.100000"].append(_page(large, Wanted(year=YEAR)))
            samples["register.middle.100000"].append(_page(large, Wanted(year=YEAR), middle))
            for name, narrowed in _NARROWED.items():
                samples[name].append(_page(large, narrowed))
        for name, taken in samples.items():
            yield of_samples(name, taken, place.backend)


def _page(place: Place, wanted: Wanted, cursor: Cursor | None = None) -> float:
    officer = place.standing(Role.OFFICER)
    begun = perf_counter()
    with place.store.reading(officer.actor) as uow:
        register_years(uow, officer)
        read_register(uow, officer, wanted, cursor=cursor)
    return perf_counter() - begun
