"""What carries a mail away: an SMTP server, or a folder where there is none."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from engine.errors import Sentence, SettingsInvalid
from engine.settings import Settings

TIMEOUT_SECONDS = 20
_PERMANENT = range(500, 600)
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_PORTS = {"smtp": 25, "smtps": 465}


class DeliveryFailed(Exception):
    """The mail was not taken. ``is_final``: asking again would change nothing.

    The text is kept and shown, so it names neither an address nor a server's words.
    """

    def __init__(self, reason: str, *, is_final: bool = False) -> None:
        super().__init__(reason)
        self.is_final = is_final


class Post(Protocol):
    """Whatever carries a mail away; raises DeliveryFailed."""

    def send(self, message: EmailMessage) -> None: ...


@dataclass(frozen=True)
class FolderPost:
    """Writes each mail into a folder, under its Message-ID."""

    folder: Path

    def send(self, message: EmailMessage) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        name = message["Message-ID"].strip("<>").partition("@")[0]
        draft = self.folder / f".{name}"
        draft.write_bytes(message.as_bytes())
        draft.replace(self.folder / f"{name}.eml")


@dataclass(frozen=True)
class SmtpPost:
    """A mail server. A password travels under TLS only, or on this machine."""

    host: str
    port: int
    is_tls: bool = False
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def parse(cls, url: str) -> "SmtpPost":
        """Read ``smtp://user:password@host:port`` or, under TLS from the start, ``smtps://…``.

        Raises
        ------
        SettingsInvalid
            The address is of another form. The sentence does not repeat it.
        """
        try:
            parts = urlsplit(url)
            port = parts.port or _PORTS[parts.scheme]
        except (ValueError, KeyError):
            raise _invalid() from None
        if not parts.hostname or parts.path.strip("/") or parts.query:
            raise _invalid()
        return cls(
            host=parts.hostname,
            port=port,
            is_tls=parts.scheme == "smtps",
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
        )

    def send(self, message: EmailMessage) -> None:
        with _failures(), self._connect() as server:
            if not self.is_tls:
                self._secure(server)
            if self.user:
                server.login(self.user, self.password)
            server.send_message(message)

    def _connect(self) -> smtplib.SMTP:
        if self.is_tls:
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT_SECONDS, context=context)
        return smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_SECONDS)

    def _secure(self, server: smtplib.SMTP) -> None:
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
        elif self.user and self.host not in _LOOPBACK:
            raise DeliveryFailed("the server offers no TLS, so the password is not sent")


def post_of(settings: Settings) -> Post | None:
    """Return how mail leaves this installation; None when none is to be sent."""
    if settings.smtp_url:
        return SmtpPost.parse(settings.smtp_url)
    return FolderPost(settings.data_dir / "mail") if settings.is_demonstration else None


@contextmanager
def _failures() -> Iterator[None]:
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        raise _failed(max(codes, default=0), "recipient refused") from error
    except smtplib.SMTPAuthenticationError as error:
        # Somebody may mend the password: not the fault of this mail.
        raise DeliveryFailed(f"SMTP {error.smtp_code}: sign-in refused") from error
    except smtplib.SMTPResponseException as error:
        raise _failed(error.smtp_code, type(error).__name__) from error
    except (smtplib.SMTPException, OSError) as error:
        raise DeliveryFailed(type(error).__name__) from error


def _failed(code: int, what: str) -> DeliveryFailed:
    return DeliveryFailed(f"SMTP {code}: {what}", is_final=code in _PERMANENT)


def _invalid() -> SettingsInvalid:
    return SettingsInvalid(
        Sentence(
            "SUCHARIT_SMTP_URL ต้องเป็น smtp://ผู้ใช้:รหัสผ่าน@เครื่อง:พอร์ต หรือ smtps://",
            "SUCHARIT_SMTP_URL has the form smtp://user:password@host:port, or smtps://.",
        )
    )
