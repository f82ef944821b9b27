"""``sucharit``: everything an installation is started, kept and checked with.

Exit codes: 0 done, 1 refused, 2 misuse. What is refused is said in Thai, then in English,
without a traceback.
"""

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import NoReturn

from engine.errors import EngineError, Sentence
from web.cli import (
    definitions,
    demonstration,
    evidence,
    installation,
    keeping,
    measuring,
    people,
    running,
)
from web.cli.output import REFUSED, complain, show_refusal

__all__ = ["main"]

# In the order of `sucharit --help`: what runs, what sets up, who works, what proves.
_SUBJECTS = (
    running,
    installation,
    demonstration,
    definitions,
    people,
    evidence,
    keeping,
    measuring,
)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        sys.stderr.write(f"คำสั่งไม่ถูกต้อง ดู {self.prog} --help\n")
        super().error(message)


def build_parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="sucharit",
        description="สุจริต: ระบบจัดการเรื่องร้องเรียนการทุจริต / runs how an office handles complaints",
        epilog="exit codes: 0 ok, 1 refused, 2 misuse; settings are read from SUCHARIT_* variables",
    )
    parser.add_argument("--version", action="version", version=f"sucharit {version('sucharit')}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for subject in _SUBJECTS:
        subject.register(commands)
    return parser


def _unusable(error: OSError) -> Sentence:
    return Sentence(
        f"อ่านหรือเขียน {error.filename} ไม่ได้: {error.strerror}",
        f"{error.filename} cannot be read or written: {error.strerror}.",
    )


def main(words: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = build_parser().parse_args(words)
    # Whatever a command writes, database, log or evidence, is its user's alone.
    os.umask(0o077)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    # One tells at every check of the schema what it found, the other every state of every task.
    for talkative in ("alembic", "spiff"):
        logging.getLogger(talkative).setLevel(logging.WARNING)
    try:
        code: int = arguments.run(arguments)
    except EngineError as refused:
        show_refusal(refused)
        return REFUSED
    except BrokenPipeError:
        # Whoever read our output has seen enough.
        sys.stderr.close()
        return REFUSED
    except OSError as refused:
        # A file or folder that was named; without a name it is a fault of ours.
        if refused.filename is None:
            raise
        complain(_unusable(refused))
        return REFUSED
    except KeyboardInterrupt:
        return REFUSED
    return code
