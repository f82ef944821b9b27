"""A program that cannot be started takes none of the others with it."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

_SUPERVISOR = """
import os, sys
from web.cli.supervisor import Program, supervise

absent, sign = sys.argv[1:]
say = f"import pathlib, signal; pathlib.Path({sign!r}).touch(); signal.pause()"
live = [sys.executable, "-c", say]
supervise([Program("absent", [absent]), Program("live", live)], environment=os.environ, grace=5)
"""


def test_a_program_that_cannot_start_is_tried_again_while_the_others_run(tmp_path):
    absent, started, sign = tmp_path / "absent", tmp_path / "started", tmp_path / "live"
    supervisor = subprocess.Popen([sys.executable, "-c", _SUPERVISOR, str(absent), str(sign)])
    try:
        await_file(sign, supervisor)
        absent.write_text(f"#!/bin/sh\ntouch {started}\nexec sleep 60\n", encoding="utf-8")
        absent.chmod(0o755)
        await_file(started, supervisor)
        os.kill(supervisor.pid, signal.SIGTERM)
        assert supervisor.wait(timeout=30) == 0
    finally:
        supervisor.kill()
        supervisor.wait()


def await_file(path: Path, process: subprocess.Popen[bytes]) -> None:
    while not path.exists():
        assert process.poll() is None, "the supervisor has ended"
        threading.Event().wait(0.05)
