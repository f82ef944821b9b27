"""The benchmark's requests: the same work as ``engine.bench``, over HTTP through gunicorn."""

from collections.abc import Collection, Iterator
from time import perf_counter

from engine.bench import is_asked
from engine.bench.figures import Figure, of_number, of_samples
from engine.bench.steps import Loop
from engine.office.roles import Role
from engine.store.unit_of_work import Actor
from engine.work.work_items import WorkItem
from web.bench import first_visit
from web.bench.site import Site, open_site

NAMES = ("request.step", "request.memory", "case_page.1000events", first_visit.NAME)

_ROUNDS = 12
_REQUESTS = 10_000
# What a worker keeps on purpose (statements, editions, templates) is there by then.
_WARM_UP = 1_000
# One round of the loop is eleven completions; between them people read their pages.
_READS = 8
_EVENTS = 1_000
_PAGES = 60


def run(
    only: Collection[str] = (), *, scale: float = 1, server_url: str | None = None
) -> Iterator[Figure]:
    """Yield the figures asked for by name; all of them when none is named."""
    wanted = [name for name in NAMES if is_asked(name, only)]
    if wanted:
        with open_site(server_url) as site:
            if "request.step" in wanted:
                yield _time_steps(site, scale)
            if "request.memory" in wanted:
                yield _weigh(site, scale)
            if "case_page.1000events" in wanted:
                yield _time_case_page(site, scale)
            if first_visit.NAME in wanted:
                yield first_visit.weigh_first_visit(site, scale)


def _time_steps(site: Site, scale: float) -> Figure:
    loop = Loop(site.place)
    samples: list[float] = []
    for _ in range(max(1, round(_ROUNDS * scale))):
        samples += loop.go_round(lambda _, actor, item: _time_post(site, actor, item))
    return of_samples("request.step", samples, site.place.backend)


def _time_post(site: Site, actor: Actor, item: WorkItem) -> float:
    visitor = site.visitor(actor)
    form = site.filled(visitor, item)
    begun = perf_counter()
    visitor.complete(site.item_url(item), form)
    return perf_counter() - begun


def _time_case_page(site: Site, scale: float) -> Figure:
    """Time the whole page of a case that has been going round for a thousand events."""
    loop = Loop(site.place)
    while loop.event_count() < _EVENTS * scale:
        loop.go_round(Loop.time_completion)
    visitor = site.visitor(site.place.actor(Role.OFFICER))
    url = site.case_url(loop.case_id)
    # The first request of a worker compiles templates and parses the edition.
    visitor.get(url)
    samples = []
    for _ in range(max(5, round(_PAGES * scale))):
        begun = perf_counter()
        visitor.get(url)
        samples.append(perf_counter() - begun)
    return of_samples("case_page.1000events", samples, site.place.backend)


def _weigh(site: Site, scale: float) -> Figure:
    """Report how much the one web worker has grown over so many requests."""
    _ask(site, scale, _WARM_UP)
    before = site.worker_bytes()
    _ask(site, scale, _REQUESTS)
    grown = (site.worker_bytes() - before) / 2**20
    return of_number("request.memory", grown, "MiB", site.place.backend)


def _ask(site: Site, scale: float, count: int) -> None:
    """Send requests as an office does: many pages read, a step done now and then, of many cases.

    One case that grew all the time would show what it takes to read a thousand steps at once,
    not whether a worker keeps what it should let go.
    """
    asked, reads = 0, max(1, round(_READS * min(1, scale * 10)))

    def take(_: Loop, actor: Actor, item: WorkItem) -> float:
        nonlocal asked
        visitor = site.visitor(actor)
        for number in range(reads):
            visitor.get(site.worklist_url if number % 2 else site.item_url(item))
        taken = _time_post(site, actor, item)
        # The page that gave the form, and the post.
        asked += reads + 2
        return taken

    while asked < count * scale:
        Loop(site.place).go_round(take)
