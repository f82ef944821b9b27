"""The benchmark measures what it promises; how fast that is, is for its reader to judge."""

import pytest

from engine.bench import NAMES, run
from web import bench as requests


@pytest.fixture
def server_url(backend: str, database_url: str) -> str | None:
    return None if backend == "sqlite" else database_url


@pytest.mark.parametrize(
    "backend", ["sqlite", pytest.param("postgresql", marks=pytest.mark.long)], indirect=True
)
def test_every_name_is_a_figure_of_one_run(server_url: str | None, backend: str) -> None:
    figures = list(run(scale=0.002, server_url=server_url))
    assert [one.name for one in figures if one.name not in NAMES] == []
    assert {one.name for one in figures} == set(NAMES)
    assert {one.backend for one in figures} == {backend}
    assert all(one.value > 0 and one.n > 0 and one.p50 <= one.p95 for one in figures)


def test_a_dotted_prefix_asks_for_its_group_alone() -> None:
    assert {one.name for one in run(["start"], scale=0.01)} == {"start.instance"}


def test_steps_and_memory_are_measured_through_a_real_server() -> None:
    figures = {one.name: one.value for one in requests.run(scale=0.003)}
    assert figures.keys() == set(requests.NAMES)
    # Of a list with one row; what stands around it is nearly all that is sent.
    assert 10_000 < figures["page.first_visit_bytes"] < 150_000
