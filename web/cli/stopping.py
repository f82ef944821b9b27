"""Run a loop until SIGTERM or SIGINT, and let it end by itself."""

import signal
from collections.abc import Callable
from threading import Event, Thread

STOP_SIGNALS = frozenset({signal.SIGTERM, signal.SIGINT})
_LOOK_SECONDS = 1.0


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
    while thread.is_alive() and signal.sigtimedwait(STOP_SIGNALS, _LOOK_SECONDS) is None:
        pass
    stop.set()
    thread.join()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)
    if failures:
        raise failures[0]
