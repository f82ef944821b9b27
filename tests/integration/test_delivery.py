"""Mail leaves at least once, says nothing of a case, and never holds up a unit of work."""

import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from threading import Thread
from uuid import uuid4

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select

from engine.access.accounts import disable
from engine.delivery import (
    CLAIM,
    RETRY_AFTER,
    DeliveryFailed,
    FolderPost,
    Letterhead,
    Post,
    SmtpPost,
    deliver,
    due_mail,
    next_mail_at,
    post_of,
)
from engine.errors import SettingsInvalid
from engine.office.roles import Role
from engine.settings import Settings
from engine.store import tables
from engine.store.unit_of_work import Store
from engine.work.notices import NoticeKind, notify
from engine.work.offices.opening import revise_profile
from tests.support.certificates import self_signed

LETTERHEAD = Letterhead("sucharit@office.example", "https://sucharit.example/")
SECONDS = 40


@dataclass
class Mailbox:
    """A mail server's handler: keeps what comes, or answers as it is told."""

    answer: str = "250 OK"
    taken: list[EmailMessage] = field(default_factory=list)

    async def handle_RCPT(self, _server, _session, envelope, address, options):  # noqa: N802  # aiosmtpd's name
        if not self.answer.startswith("550"):
            envelope.rcpt_tos.append(address)
            envelope.rcpt_options.extend(options)
            return "250 OK"
        return self.answer

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802  # aiosmtpd's name
        if self.answer.startswith("250"):
            self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        return self.answer


def free_port(host: str = "127.0.0.1") -> int:
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def server(mailbox: Mailbox) -> Iterator[SmtpPost]:
    port = free_port()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield SmtpPost.parse(f"smtp://127.0.0.1:{port}")
    controller.stop()


@pytest.fixture
def queue(office, store: Store, with_account) -> Callable[[str], str]:
    """Queue a mail of a kind to the head, and return the id of the case it is about."""
    head = with_account(office.person(Role.HEAD))

    def queue(kind: str = NoticeKind.REMINDED) -> str:
        case_id = uuid4()
        with store.unit(office.system) as uow:
            notify(uow, [head.id], kind, case_id=case_id)
        return str(case_id)

    return queue


def send_all(store: Store, post: Post) -> int:
    with store.database.reading() as connection:
        due = due_mail(connection, store.clock(), 100)
    return sum(deliver(store, each, post, LETTERHEAD) for each in due)


def rows(store: Store):
    with store.database.reading() as connection:
        return connection.execute(select(tables.outbox)).all()


@pytest.mark.parametrize(
    "kind",
    [
        NoticeKind.REMINDED,
        NoticeKind.ESCALATED,
        NoticeKind.REASSIGNED,
        NoticeKind.DELEGATED,
        NoticeKind.SENT_BACK,
        NoticeKind.CONSULTED,
        NoticeKind.OPINION_GIVEN,
        NoticeKind.OPINION_DECLINED,
        NoticeKind.MENTIONED,
        NoticeKind.SUBSTITUTION_SET,
        NoticeKind.SUBSTITUTION_ENDED,
    ],
)
def test_a_mail_says_where_to_look_and_nothing_of_the_case(
    store, queue, server, mailbox, kind
) -> None:
    case_id = queue(kind)
    assert send_all(store, server) == 1
    (mail,) = mailbox.taken
    text = mail.get_content()
    assert mail["Subject"] == "มีงานรอท่านในระบบสุจริต / Work is waiting for you in Sucharit"
    assert mail["From"] == "sucharit@office.example"
    assert mail["Reply-To"] == "complaints@water.srinakhon.example"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "https://sucharit.example/" in text
    assert case_id not in mail.as_string()


def test_a_mail_that_was_sent_is_not_sent_again(store, queue, server, mailbox, clock) -> None:
    queue()
    assert send_all(store, server) == 1
    clock.advance(days=2)
    assert send_all(store, server) == 0
    assert len(mailbox.taken) == 1
    assert rows(store)[0].sent_at is not None


class Dies(BaseException):
    """The end of a process."""


@dataclass
class DyingPost:
    """Hands the mail over and dies before anybody can note it."""

    post: Post

    def send(self, message: EmailMessage) -> None:
        self.post.send(message)
        raise Dies


def test_a_worker_that_dies_after_sending_leaves_the_mail_to_the_next(
    store, queue, server, mailbox, clock
) -> None:
    queue()
    with pytest.raises(Dies):
        send_all(store, DyingPost(server))
    assert send_all(store, server) == 0
    clock.advance(seconds=CLAIM.total_seconds())
    assert send_all(store, server) == 1
    first, second = mailbox.taken
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Message-ID"] == f"<{rows(store)[0].id}@office.example>"


@dataclass
class WritingPost:
    """Writes to the database while it sends: which only works outside every unit."""

    store: Store
    office: object

    def send(self, _message: EmailMessage) -> None:
        with self.store.unit(self.office.system) as uow:
            uow.hold(self.office.id)


def test_no_unit_is_open_while_a_mail_is_sent(store, queue, office) -> None:
    queue()
    assert send_all(store, WritingPost(store, office)) == 1


def test_a_server_that_is_away_is_asked_again_ever_later_then_the_mail_is_parked(
    store, queue, server, mailbox, clock
) -> None:
    queue()
    mailbox.answer = "451 try again later"
    waited = []
    for _ in range(len(RETRY_AFTER)):
        assert send_all(store, server) == 0
        with store.database.reading() as connection:
            again = next_mail_at(connection)
        assert again is not None
        waited.append(again - clock.now)
        clock.set(again)
    assert waited == list(RETRY_AFTER)
    assert send_all(store, server) == 0
    (row,) = rows(store)
    assert row.parked_at == clock.now
    assert incidents(store) == ["SMTP 451: SMTPDataError"]


def incidents(store: Store) -> list[str]:
    with store.database.reading() as connection:
        return list(connection.scalars(select(tables.incident.c.message)))


def test_a_server_that_comes_back_gets_the_mail(store, queue, server, mailbox, clock) -> None:
    queue()
    mailbox.answer = "451 try again later"
    send_all(store, server)
    mailbox.answer = "250 OK"
    clock.advance(seconds=RETRY_AFTER[0].total_seconds())
    assert send_all(store, server) == 1
    assert incidents(store) == []


def test_an_address_that_does_not_exist_is_not_tried_again(store, queue, server, mailbox) -> None:
    queue()
    mailbox.answer = "550 no such user user1234@office.example"
    assert send_all(store, server) == 0
    assert rows(store)[0].parked_at is not None
    assert incidents(store) == ["SMTP 550: recipient refused"]


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_no_server_at_all_is_a_failure_that_passes(store, queue) -> None:
    queue()
    assert send_all(store, SmtpPost("127.0.0.1", free_port())) == 0
    (row,) = rows(store)
    assert (row.failures, row.parked_at) == (1, None)


def test_nobody_is_written_to_after_the_account_is_closed(store, queue, server, office) -> None:
    queue()
    with store.unit(office.system) as uow:
        disable(uow, office.person(Role.HEAD).id)
    assert send_all(store, server) == 0
    assert rows(store) == []


def test_an_office_that_switches_mail_off_sends_none(store, queue, server, office) -> None:
    queue()
    with store.unit(office.system) as uow:
        uow.hold(office.id)
        toml = uow.connection.scalar(select(tables.office_profile.c.toml))
        assert toml.count("enabled = true\nreply_to") == 1
        without = toml.replace("enabled = true\nreply_to", "enabled = false\nreply_to")
        revise_profile(uow, without, effective_on=uow.today)
    assert send_all(store, server) == 0
    assert rows(store) == []


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_without_a_server_a_demonstration_writes_its_mail_into_a_folder(
    store, queue, tmp_path: Path
) -> None:
    queue()
    settings = Settings.from_environ(
        {"SUCHARIT_MODE": "demonstration", "SUCHARIT_DATA_DIR": str(tmp_path)}
    )
    post = post_of(settings)
    assert isinstance(post, FolderPost)
    assert send_all(store, post) == 1
    (file,) = (tmp_path / "mail").iterdir()
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert file.name == f"{rows(store)[0].id}.eml"
    assert "มีงานใกล้ครบกำหนด" in mail.get_content()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example", SmtpPost("mail.example", 25)),
        ("smtps://mail.example", SmtpPost("mail.example", 465, is_tls=True)),
        (
            "smtp://a%40b:p%3Aw@mail.example:587",
            SmtpPost("mail.example", 587, user="a@b", password="p:w"),
        ),
    ],
)
def test_an_address_of_a_mail_server_is_read(url: str, expected: SmtpPost) -> None:
    assert SmtpPost.parse(url) == expected


@pytest.mark.parametrize(
    "url", ["mail.example", "http://mail.example", "smtp://", "smtp://h:x", "smtp://u:secret@h/p"]
)
def test_any_other_address_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(SettingsInvalid) as refused:
        SmtpPost.parse(url)
    assert "secret" not in str(refused.value)


def test_the_password_is_not_shown() -> None:
    assert "secret" not in repr(SmtpPost.parse("smtp://user:secret@mail.example"))


def a_mail() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "a@office.example", "b@office.example"
    message.set_content("ข้อความ")
    return message


def test_a_password_is_not_sent_in_the_clear_to_another_machine(mailbox: Mailbox) -> None:
    # 127.0.0.2 is this machine too, but not by any name that the code trusts.
    controller = Controller(mailbox, hostname="127.0.0.2", port=free_port("127.0.0.2"))
    controller.start()
    try:
        post = SmtpPost("127.0.0.2", controller.port, user="user", password="secret")
        with pytest.raises(DeliveryFailed, match="no TLS"):
            post.send(a_mail())
    finally:
        controller.stop()
    assert mailbox.taken == []


def test_a_server_that_proves_nothing_of_itself_is_not_believed(
    mailbox: Mailbox, tmp_path: Path
) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(self_signed(tmp_path / "server.pem"))
    port = free_port()
    with socket.create_server(("127.0.0.1", port)) as listening:
        listening.settimeout(SECONDS)
        with pytest.raises(DeliveryFailed, match="SSLCertVerificationError"):
            answer_once(listening, context, SmtpPost("127.0.0.1", port, is_tls=True))
    assert mailbox.taken == []


def answer_once(listening: socket.socket, context: ssl.SSLContext, post: SmtpPost) -> None:
    def serve() -> None:
        connection, _ = listening.accept()
        with connection, pytest.raises(ssl.SSLError):
            context.wrap_socket(connection, server_side=True)

    server = Thread(target=serve)
    server.start()
    try:
        post.send(a_mail())
    finally:
        server.join()
