"""What a command says: results on standard output, refusals on standard error."""

import argparse
import sys
from datetime import date
from typing import Any, TypeAlias

from engine.errors import EngineError, FileInvalid, Problem, Sentence

OK, REFUSED = 0, 1
# Nobody means the 25th century of the other era.
_FIRST_BUDDHIST_YEAR = 2400

# argparse has no public name for it.
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001


def say(th: str, en: str) -> None:
    print(f"{th}\n{en}")  # noqa: T201  # the output of a command


def put(line: str) -> None:
    print(line)  # noqa: T201  # the output of a command


def show_refusal(refused: EngineError) -> None:
    complain(refused.sentence)
    if isinstance(refused, FileInvalid):
        for problem in refused.problems:
            sys.stderr.write(f"{line_of(problem)}\n")


def line_of(problem: Problem) -> str:
    where = f"line {problem.line} {problem.element}".rstrip()
    said = f"{problem.message.th} / {problem.message.en}"
    return f"  {where}: {problem.severity.value} [{problem.rule}] {said}"


def complain(sentence: Sentence) -> None:
    sys.stderr.write(f"{sentence.th}\n{sentence.en}\n")


def day(text: str) -> date:
    """Read YYYY-MM-DD as the type of an argument; a Buddhist year would be five centuries off."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.year >= _FIRST_BUDDHIST_YEAR:
        raise argparse.ArgumentTypeError(
            f"ต้องเป็นวันที่ ปี ค.ศ. เช่น 2026-11-22 / must be a day like 2026-11-22, not {text}"
        )
    return found


def add_command(commands: Commands, name: str, run: Any, what: str) -> argparse.ArgumentParser:
    """Add a command with one line of help, Thai then English."""
    parser = commands.add_parser(name, help=what, description=what)
    parser.set_defaults(run=run)
    return parser


def add_group(commands: Commands, name: str, what: str) -> Commands:
    """Add a command that only has commands of its own."""
    parser = commands.add_parser(name, help=what, description=what)
    return parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
