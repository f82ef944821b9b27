"""An office that works while its processes, its disk, its clock or its database fail."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.busy import BusyOffice, opened


@pytest.fixture
def busy(database_url: str, tmp_path: Path) -> Iterator[BusyOffice]:
    with opened(database_url, tmp_path) as found:
        yield found
