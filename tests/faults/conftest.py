"""An office that works while its processes, its disk, its clock or its database fail."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import BACKENDS
from tests.faults.busy import BusyOffice, opened
from tests.faults.server import Server, serving


@pytest.fixture
def busy(database_url: str, tmp_path: Path) -> Iterator[BusyOffice]:
    with opened(database_url, tmp_path) as found:
        yield found


@pytest.fixture(scope="module", params=BACKENDS)
def shared_office(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[BusyOffice, Server]]:
    """One office that is being served, for all tests of a file that leave it as it was."""
    folder = tmp_path_factory.mktemp("shared")
    if request.param == "sqlite":
        shutil.copyfile(request.getfixturevalue("sqlite_template"), folder / "sucharit.db")
        url = f"sqlite:///{folder / 'sucharit.db'}"
    else:
        cluster = request.getfixturevalue("postgresql")
        url = cluster.create(cluster.template)
    with opened(url, folder) as busy, serving(url, folder) as server:
        yield busy, server
    if request.param != "sqlite":
        cluster.drop(url)
