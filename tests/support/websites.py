"""A website on this machine, and the leave to read it that only tests give."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

from engine.delivery.website import Reach

ANYWHERE = Reach(may_reach=lambda _address: True, ports=None)


@dataclass
class Website:
    """What it answers by path: status, headers, content; ``asked`` are the headers it was sent."""

    address: str
    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    # While it is not set, a page of the path "/slow" comes letter by letter.
    is_tired: Event = field(default_factory=Event)

    def page(
        self, path: str, html: str, kind: str = "text/html; charset=utf-8", **headers: str
    ) -> None:
        self.answers[path] = (200, {"Content-Type": kind, **headers}, html.encode())

    def moved(self, path: str, to: str) -> None:
        self.answers[path] = (302, {"Location": to.encode().decode("latin-1")}, b"")


@contextmanager
def website(certificate: Path | None = None) -> Iterator[Website]:
    """Serve until the block ends; with a certificate of ``localhost``, by https."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    place = "http://127.0.0.1" if certificate is None else "https://localhost"
    found = Website(f"{place}:{server.server_port}")
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    server.RequestHandlerClass = _handler(found)  # type: ignore[misc,assignment]
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        found.is_tired.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(of: Website) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            of.asked.append(dict(self.headers))
            status, headers, content = of.answers.get(self.path, (404, {}, b""))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self._write(content)

        def _write(self, content: bytes) -> None:
            if self.path != "/slow":
                self.wfile.write(content)
                return
            while not of.is_tired.wait(0.02):
                try:
                    self.wfile.write(b" ")
                except OSError:
                    return

        def log_message(self, *_: object) -> None:
            """Say nothing: what a test asks is in ``asked``."""

    return Handler
