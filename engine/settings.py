"""All configuration, read once from the environment. Nothing else reads it."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from engine.errors import Sentence, SettingsInvalid
from engine.resources import bundled_dir

# Enough for a random key in hexadecimal.
SECRET_KEY_LENGTH = 32


class Mode(StrEnum):
    """How careful the system is about its own keys and accounts."""

    PRODUCTION = "production"
    # Keys made in DATA_DIR, invented people with known passwords, loopback only.
    DEMONSTRATION = "demonstration"


@dataclass(frozen=True)
class Settings:
    """What ``SUCHARIT_*`` variables say; the README lists them."""

    mode: Mode
    database_url: str
    secret_key: str
    master_key_file: Path
    signing_key_file: Path
    data_dir: Path
    processes_dir: Path
    forms_dir: Path
    offices_dir: Path
    smtp_url: str
    mail_from: str
    base_url: str
    bind: str
    web_workers: int
    web_threads: int
    # How many web servers of our own stand in front and each add the address they were asked from.
    proxies: int
    fonts_dir: Path | None = None
    emblem_file: Path | None = None

    @property
    def is_demonstration(self) -> bool:
        return self.mode is Mode.DEMONSTRATION

    @property
    def blobs_dir(self) -> Path:
        return self.data_dir / "blobs"

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """Read the environment.

        Raises
        ------
        SettingsInvalid
            In production without SECRET_KEY and MASTER_KEY_FILE, or with a key inside
            DATA_DIR, where a backup of the data would carry what opens it.
        """
        read = _Reader(environ)
        mode = read.mode()
        data_dir = Path(read.text("DATA_DIR", "var")).absolute()
        settings = cls(
            mode=mode,
            database_url=read.text("DATABASE_URL", f"sqlite:///{data_dir / 'sucharit.db'}"),
            secret_key=read.text("SECRET_KEY", ""),
            master_key_file=Path(read.text("MASTER_KEY_FILE", str(data_dir / "master.key"))),
            signing_key_file=Path(read.text("SIGNING_KEY_FILE", str(data_dir / "signing.key"))),
            data_dir=data_dir,
            processes_dir=read.folder("PROCESSES_DIR", "processes"),
            forms_dir=read.folder("FORMS_DIR", "forms"),
            offices_dir=read.folder("OFFICES_DIR", "processes/offices"),
            smtp_url=read.text("SMTP_URL", ""),
            mail_from=read.text("MAIL_FROM", "sucharit@localhost"),
            base_url=read.text("BASE_URL", "http://127.0.0.1:8000"),
            bind=read.text("BIND", "127.0.0.1:8000"),
            web_workers=read.number("WEB_WORKERS", 2),
            web_threads=read.number("WEB_THREADS", 4),
            proxies=read.number("PROXIES", 0, least=0),
            fonts_dir=read.own("FONTS_DIR", Path.is_dir),
            emblem_file=read.own("EMBLEM_FILE", Path.is_file),
        )
        if mode is Mode.PRODUCTION:
            _refuse_unsafe_production(settings, environ)
        return settings


def child_environment(**values: str) -> dict[str, str]:
    """Return this process's environment for a child, with some ``SUCHARIT_*`` values set."""
    return {**os.environ, **{f"SUCHARIT_{name}": value for name, value in values.items()}}


class _Reader:
    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ

    def text(self, name: str, default: str) -> str:
        return self.environ.get(f"SUCHARIT_{name}") or default

    def number(self, name: str, default: int, *, least: int = 1) -> int:
        given = self.text(name, str(default))
        if not given.isascii() or not given.isdigit() or int(given) < least:
            raise _invalid(
                f"SUCHARIT_{name}",
                f"ต้องเป็นจำนวนเต็มตั้งแต่ {least} ขึ้นไป",
                f"must be a whole number, {least} or more",
            )
        return int(given)

    def folder(self, name: str, bundled: str) -> Path:
        given = self.environ.get(f"SUCHARIT_{name}")
        if not given:
            first, *rest = bundled.split("/")
            return bundled_dir(first).joinpath(*rest)
        if not Path(given).is_dir():
            raise _invalid(f"SUCHARIT_{name}", "ไม่ใช่โฟลเดอร์ที่มีอยู่", "is not an existing folder")
        return Path(given)

    def own(self, name: str, is_there: Callable[[Path], bool]) -> Path | None:
        """Return what an office put in place of what is shipped, if it did."""
        given = self.environ.get(f"SUCHARIT_{name}")
        if not given:
            return None
        if not is_there(Path(given)):
            raise _invalid(f"SUCHARIT_{name}", "ไม่พบ", "is not there")
        return Path(given).absolute()

    def mode(self) -> Mode:
        given = self.text("MODE", Mode.PRODUCTION)
        try:
            return Mode(given)
        except ValueError:
            known = ", ".join(Mode)
            raise _invalid(
                "SUCHARIT_MODE", f"ต้องเป็นค่าใดค่าหนึ่ง: {known}", f"is one of {known}"
            ) from None


def _refuse_unsafe_production(settings: Settings, environ: Mapping[str, str]) -> None:
    if len(settings.secret_key) < SECRET_KEY_LENGTH:
        raise _invalid(
            "SUCHARIT_SECRET_KEY",
            f"ต้องตั้งค่าและยาวอย่างน้อย {SECRET_KEY_LENGTH} ตัวอักษร",
            f"must be set, with {SECRET_KEY_LENGTH} characters or more",
        )
    if not environ.get("SUCHARIT_MASTER_KEY_FILE"):
        raise _invalid("SUCHARIT_MASTER_KEY_FILE", "ต้องตั้งค่า", "must be set")
    for name in ("master_key_file", "signing_key_file"):
        path: Path = getattr(settings, name)
        if path.absolute().resolve().is_relative_to(settings.data_dir.resolve()):
            raise _invalid(
                f"SUCHARIT_{name.upper()}",
                "ต้องไม่อยู่ในโฟลเดอร์ข้อมูล เพราะสำเนาสำรองจะมีกุญแจติดไปด้วย",
                "must not lie inside DATA_DIR: a backup would carry the key",
            )


def _invalid(name: str, th: str, en: str) -> SettingsInvalid:
    return SettingsInvalid(Sentence(f"{name} {th}", f"{name} {en}"))
