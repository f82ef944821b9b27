"""The real command, ``sucharit serve --with-worker``, as processes that a test may kill."""

import os
import random
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

START_SECONDS = 60


@dataclass
class Server:
    process: subprocess.Popen[bytes]
    host: str
    port: int

    @property
    def processes(self) -> list[int]:
        """Everything the supervisor started, at any depth."""
        found, waiting = [], [self.process.pid]
        while waiting:
            for child in _children(waiting.pop()):
                found.append(child)
                waiting.append(child)
        return found

    def kill_one(self, dice: random.Random) -> bool:
        """Kill one of them with -9, whatever it is doing: mostly one that answers pages.

        The supervisor starts its own children again with growing pauses, so these are
        killed less often.
        """
        answering = self.answering
        own = _children(self.process.pid)
        living = answering if answering and dice.random() < 0.75 else own
        if not living:
            return False
        try:
            os.kill(dice.choice(living), signal.SIGKILL)
        except ProcessLookupError:
            return False
        return True

    @property
    def worker(self) -> int:
        """The process that fires timers."""
        return next(pid for pid in _children(self.process.pid) if _words(pid)[-1] == "worker")

    @property
    def answering(self) -> list[int]:
        """The processes that answer pages."""
        own = _children(self.process.pid)
        return [pid for pid in self.processes if pid not in own]

    @contextmanager
    def full_disk(self) -> Iterator[None]:
        """Let no page process write into any file, until the block ends.

        Each write fails with EFBIG, which takes no other room than the test's own
        and needs no right that a plain user lacks.
        """
        limited = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in self.answering}
        for pid, (_, hard) in limited.items():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, hard))
        try:
            yield
        finally:
            for pid, limits in limited.items():
                resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)

    def await_answer(self) -> None:
        """Return as soon as pages are served again."""
        deadline = time.monotonic() + START_SECONDS
        while True:
            connection = HTTPConnection(self.host, self.port, timeout=5)
            try:
                connection.request("GET", "/sign-in")
                if connection.getresponse().status == 200:
                    return
            except (OSError, HTTPException):
                pass
            finally:
                connection.close()
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise AssertionError("the server does not come up")
            # Nothing announces a listening socket of another process; this asks again.
            time.sleep(0.1)


@contextmanager
def serving(database_url: str, data_dir: Path, **more: str) -> Iterator[Server]:
    """Run the office on a free port until the block ends."""
    host, port = "127.0.0.1", _free_port()
    with (data_dir / "serve.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "web.cli", "serve", "--with-worker"],
            env=environment(database_url, data_dir, SUCHARIT_BIND=f"{host}:{port}", **more),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    server = Server(process, host, port)
    try:
        server.await_answer()
        yield server
    finally:
        for pid in server.processes:
            thaw(pid)
        _end(process)


@contextmanager
def another_worker(database_url: str, data_dir: Path) -> Iterator[int]:
    """Run one more worker until the block ends, as a second machine would."""
    with (data_dir / "worker.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "web.cli", "worker"],
            env=environment(database_url, data_dir),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        yield process.pid
    finally:
        thaw(process.pid)
        _end(process)


def freeze(pid: int) -> None:
    os.kill(pid, signal.SIGSTOP)


def thaw(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGCONT)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=40)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def environment(database_url: str, data_dir: Path, **more: str) -> Mapping[str, str]:
    return {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(data_dir),
        "SUCHARIT_MODE": "demonstration",
        "SUCHARIT_DATABASE_URL": database_url,
        "SUCHARIT_DATA_DIR": str(data_dir),
        # One key over all restarts, so that forms that were open stay good.
        "SUCHARIT_SECRET_KEY": "0123456789abcdef" * 4,
        "SUCHARIT_WEB_WORKERS": "2",
        "SUCHARIT_WEB_THREADS": "4",
        **more,
    }


def _children(pid: int) -> list[int]:
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [int(word) for word in listed.split()]


def _words(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").rstrip("\0").split("\0")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
