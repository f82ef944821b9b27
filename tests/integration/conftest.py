"""An office that plays cases, for tests of the engine as a whole."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from engine.office.roles import Role
from tests.support.story import Story


@pytest.fixture
def story(office: Any, tmp_path: Path) -> Story:
    """The provincial office with a person in every role."""
    return Story(office.store, office.id, tmp_path / "blobs")


@pytest.fixture
def case_at_a_unit(story: Story, office: Any) -> UUID:
    """A secret case whose unit has claimed its report: it reads the redacted part."""
    case = story.lodge(by=office.actor(Role.OFFICER))
    for element in ("register", "sort", "draft_letter"):
        story.do(case, element)
    story.do(case, "sign_letter", units=["construction"])
    story.claim(story.item(case, "report"))
    return case
