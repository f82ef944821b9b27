"""An office that plays cases, for tests of the engine as a whole."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.story import Story


@pytest.fixture
def story(office: Any, tmp_path: Path) -> Story:
    """The provincial office with a person in every role."""
    return Story(office.store, office.id, tmp_path / "blobs")
