"""Web and worker are killed with -9 at random moments under load, on both databases."""

import pytest

from tests.faults.busy import BusyOffice, storm
from tests.faults.server import serving


@pytest.mark.timeout(600)
def test_every_acknowledged_completion_survives_five_kills(busy, database_url):
    _survive(busy, database_url, kills=5, completions=60)


@pytest.mark.long
@pytest.mark.timeout(5400)
def test_every_acknowledged_completion_survives_a_hundred_kills(busy, database_url):
    _survive(busy, database_url, kills=100, completions=5000)


def _survive(busy: BusyOffice, database_url: str, *, kills: int, completions: int) -> None:
    with serving(database_url, busy.folder) as server:
        people = storm(busy, server, completions=completions, strokes=kills, strike=server.kill_one)
        busy.await_reminders()
    busy.check(people)
