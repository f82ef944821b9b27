"""Run a loop until SIGTERM or SIGINT, and let it end by itself."""

import signal
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from threading import Event, Thread

STOP_SIGNALS = frozenset({signal.SIGTERM, signal.SIGINT})
_LOOK_SECONDS = 1.0


def came(wanted: AbstractSet[int], waited: AbstractSet[int], seconds: float) -> bool:
    """Wait for one of the ``waited`` signals, and tell whether it was a ``wanted`` one.

    The number is looked at even where all are wanted: in a process that was stopped and
    continued longer than the wait, Python returns a record in which nothing was written.
    """
    found = signal.sigtimedwait(waited, seconds)
    return found is not None and found.si_signo in wanted


def until_stopped(loop: Callable[[Event], None]) -> None:
    """Run ``loop`` with an event that is set when the process is asked to stop.

    The loop runs in a thread and the signal is waited for here: a handler that set
    the event could interrupt the very wait that holds its lock. What the loop
    raises is raised here.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
    stop = Event()
    failures: list[BaseException] = []

    def body() -> None:
        try:
            loop(stop)
        except BaseException as failure:  # noqa: BLE001  # raised again below
            failures.append(failure)

    thread = Thread(target=body)
    thread.start()
    while thread.is_alive() and not came(STOP_SIGNALS, STOP_SIGNALS, _LOOK_SECONDS):
        pass
    stop.set()
    thread.join()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)
    if failures:
        raise failures[0]
