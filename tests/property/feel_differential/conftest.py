"""bpmn.io's FEEL interpreter as a function from questions to answers."""

import json
import subprocess
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from engine.feel import Value, YearsMonths, compile_expression

HERE = Path(__file__).parent
Question = Mapping[str, Any]  # {"text": ..., "context": ...}
Answer = Mapping[str, Any]  # {"value": ...} or {"error": ...}


@pytest.fixture(scope="session")
def ask_feelin() -> Callable[[Iterable[Question]], list[Answer]]:
    """All questions go through one node process: starting it costs more than a thousand answers."""
    if not _is_installed():
        subprocess.run(["npm", "ci"], cwd=HERE, check=True, capture_output=True)

    def ask(questions: Iterable[Question]) -> list[Answer]:
        lines = "\n".join(json.dumps(question) for question in questions)
        done = subprocess.run(
            ["node", "answer.mjs"], cwd=HERE, check=True, capture_output=True, input=lines.encode()
        )
        return [json.loads(line) for line in done.stdout.splitlines()]

    return ask


@pytest.fixture(scope="session")
def as_json() -> Callable[[Value], Any]:
    """Write our values as answer.mjs writes feelin's."""
    return _written


def _written(value: Value) -> Any:
    match value:
        case None | bool() | str():
            return value
        case Decimal():
            return float(value)
        case list():
            return [_written(item) for item in value]
    kind = "duration" if isinstance(value, timedelta | YearsMonths) else "date"
    kind = "instant" if isinstance(value, datetime) else kind
    return {f"${kind}": compile_expression("string(v)").evaluate({"v": value}).value}


def _is_installed() -> bool:
    wanted = json.loads((HERE / "package.json").read_text())["dependencies"]["feelin"]
    installed = HERE / "node_modules" / "feelin" / "package.json"
    return installed.exists() and json.loads(installed.read_text())["version"] == wanted
