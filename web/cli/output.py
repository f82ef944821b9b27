"""What a command says: results on standard output, refusals on standard error."""

import argparse
import sys
from typing import Any, TypeAlias

from engine.errors import EngineError, FileInvalid, Problem, Sentence

OK, REFUSED = 0, 1

# argparse has no public name for it.
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001


def say(th: str, en: str) -> None:
    print(f"{th}\n{en}")  # noqa: T201  # the output of a command


def put(line: str) -> None:
    print(line)  # noqa: T201  # the output of a command


def show_refusal(refused: EngineError) -> None:
    _complain(refused.sentence)
    if isinstance(refused, FileInvalid):
        for problem in refused.problems:
            sys.stderr.write(f"{line_of(problem)}\n")


def line_of(problem: Problem) -> str:
    where = f"line {problem.line} {problem.element}".rstrip()
    said = f"{problem.message.th} / {problem.message.en}"
    return f"  {where}: {problem.severity.value} [{problem.rule}] {said}"


def _complain(sentence: Sentence) -> None:
    sys.stderr.write(f"{sentence.th}\n{sentence.en}\n")


def add_command(commands: Commands, name: str, run: Any, what: str) -> argparse.ArgumentParser:
    """Add a command with one line of help, Thai then English."""
    parser = commands.add_parser(name, help=what, description=what)
    parser.set_defaults(run=run)
    return parser


def add_group(commands: Commands, name: str, what: str) -> Commands:
    """Add a command that only has commands of its own."""
    parser = commands.add_parser(name, help=what, description=what)
    return parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
