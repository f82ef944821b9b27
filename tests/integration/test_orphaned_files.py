"""Files that came with a form and that no case took: kept for a day, then gone."""

import os
import time

import pytest

from engine.worker import ORPHANS_KEPT, sweep_orphans
from tests.support.answers import signed_on_paper

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


def age(story, seconds):
    for path in story.blobs.glob("*/*.blob"):
        os.utime(path, times=(time.time() - seconds,) * 2)


def names(story):
    return {path.stem for path in story.blobs.glob("*/*.blob")}


@pytest.fixture
def taken(story):
    """A scan that a case took."""
    case = story.lodge()
    for step in ("register", "sort", "draft_letter"):
        story.do(case, step)
    upload = story.upload(case)
    name = str(upload.blob.id)
    signed = signed_on_paper(story.today, scan=[name])
    story.do(case, "sign_letter", uploads={name: upload}, **signed)
    return name


def test_what_no_case_took_is_removed_after_a_day_and_what_one_took_stays(story, store, taken):
    story.upload(story.lodge())
    age(story, ORPHANS_KEPT + 60)
    assert sweep_orphans(store, story.blobs) == 1
    assert names(story) == {taken}
    assert sweep_orphans(store, story.blobs) == 0


def test_a_form_that_is_open_keeps_its_files(story, store):
    story.upload(story.lodge())
    age(story, ORPHANS_KEPT - 60)
    assert sweep_orphans(store, story.blobs) == 0
    assert len(names(story)) == 1
