"""Where the BPMN files, form schemas and office profiles lie, in a checkout and in a wheel."""

from importlib.resources import files
from pathlib import Path


def bundled_dir(name: str) -> Path:
    """Return the directory *name* ("processes" or "forms") shipped with this code.

    A wheel carries it under ``engine/_bundled``; an editable install has no
    such copy and reads the directory at the root of the checkout.
    """
    package = Path(str(files("engine")))
    for candidate in (package / "_bundled" / name, package.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"no {name}/ beside or inside {package}")
