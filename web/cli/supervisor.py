"""Keep several programs running as children, and end them all together."""

import ctypes
import logging
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from web.cli.stopping import STOP_SIGNALS, came

log = logging.getLogger(__name__)

_SIGNALS = STOP_SIGNALS | {signal.SIGCHLD}
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
# A child that lived this long was well: its next death begins with a short pause again.
_WELL_SECONDS = 60.0
_PR_SET_PDEATHSIG = 1


@dataclass
class Program:
    """A child and how it has fared. ``starts_at`` is when to start it again, monotonic."""

    name: str
    words: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    starts_at: float = 0.0
    pause: float = field(default=_FIRST_PAUSE)


def supervise(programs: Sequence[Program], *, environment: Mapping[str, str], grace: float) -> None:
    """Run the programs until SIGTERM or SIGINT; return when all have ended.

    One that dies or cannot start is started again after a pause that doubles up to a minute. On the
    signal all are asked to end, and those that have not within ``grace`` seconds are
    killed; a second signal kills at once. Children die with the supervisor, even if
    it is killed.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        while not _asked_to_stop(_seconds_to_start(programs)):
            for program in programs:
                _look_after(program, environment)
    finally:
        _end(programs, grace)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)


def _asked_to_stop(seconds: float) -> bool:
    return came(STOP_SIGNALS, _SIGNALS, seconds)


def _seconds_to_start(programs: Sequence[Program]) -> float:
    waiting = [p.starts_at - time.monotonic() for p in programs if p.process is None]
    return max(0.0, min([_LONGEST_PAUSE, *waiting]))


def _look_after(program: Program, environment: Mapping[str, str]) -> None:
    now = time.monotonic()
    if program.process is not None and program.process.poll() is not None:
        if now - program.started_at > _WELL_SECONDS:
            program.pause = _FIRST_PAUSE
        log.warning(
            "%s ended with %s; it starts again in %.0f s",
            program.name,
            program.process.returncode,
            program.pause,
        )
        program.process = None
        _pause(program, now)
    if program.process is None and program.starts_at <= now:
        try:
            program.process = _start(program, environment)
        except OSError as error:
            # No memory, no process to be had: it may be there soon, and the others run.
            log.warning("%s cannot start: %s; next in %.0f s", program.name, error, program.pause)
            _pause(program, now)
        else:
            program.started_at = now


def _pause(program: Program, now: float) -> None:
    program.starts_at = now + program.pause
    program.pause = min(_LONGEST_PAUSE, program.pause * 2)


def _start(program: Program, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603  # our own interpreter and words
        program.words,
        env=environment,
        stdin=subprocess.DEVNULL,
        # Ctrl-C reaches the supervisor alone, which then ends the children in order.
        start_new_session=True,
        preexec_fn=_prepare_child,  # noqa: PLW1509  # the supervisor has one thread
    )


def _prepare_child() -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _end(programs: Sequence[Program], grace: float) -> None:
    running = [p.process for p in programs if p.process is not None]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + grace
    while any(process.poll() is None for process in running):
        if _asked_to_stop(min(1.0, max(0.0, deadline - time.monotonic()))) or (
            time.monotonic() >= deadline
        ):
            for process in running:
                process.kill()
            break
    for process in running:
        process.wait()
