"""What holds for every address of the application, whoever wrote its view."""

import inspect
import re
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text
from werkzeug.routing import Rule

import engine
from engine import errors
from engine.access.accounts import create_account
from engine.cases.attachments import attachments_of
from engine.cases.register import get_case
from engine.demo.people import PASSWORD
from engine.errors import EngineError
from engine.office.roles import Role
from engine.settings import Mode, Settings
from engine.store import tables
from engine.store.unit_of_work import Actor
from tests.support.passwords import quick_hash
from tests.support.story import SMALL_PDF
from web import auth
from web.errors import STATUS, status_of
from web.help_pages.catalogue import topics


@pytest.fixture
def backend():
    """These tests are about addresses, whatever database stands behind them."""
    return "sqlite"


@pytest.fixture
def app(store, office, tmp_path, application):
    with store.unit(office.system) as uow:
        uow.hold(office.id)
        for role in (
            Role.OFFICER,
            Role.AUDITOR,
            Role.UNIT_MEMBER,
            Role.PROCESS_OWNER,
            Role.CUSTODIAN,
            Role.ADMINISTRATOR,
            Role.MANAGER,
            Role.HEAD,
        ):
            person = office.person(role)
            create_account(uow, person.id, role.value, quick_hash(PASSWORD))
    settings = Settings.from_environ(
        {"SUCHARIT_MODE": "demonstration", "SUCHARIT_DATA_DIR": str(tmp_path / "data")}
    )
    return application(settings, store)


def guarded(app) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint not in auth.PUBLIC]


def address(
    rule: Rule, office_key: str = "provincial", *, word: str = "some", **known: UUID
) -> str:
    """Some address of the rule; what it names need not exist, but for what is ``known``."""
    # A view that asks for a kind goes on for one that there is.
    given = {"office_key": office_key, "kind": "statistics" if word == "some" else word, **known}
    values = {
        name: given.get(name) or _some(type(converter).__name__, word)
        for name, converter in rule._converters.items()  # noqa: SLF001  # there is no other listing
    }
    built = rule.build(values)
    assert built is not None, rule
    return built[1]


def _some(converter: str, word: str) -> Any:
    return {"UUIDConverter": uuid4(), "IntegerConverter": 1}.get(converter, word)


def csrf_of(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def sign_in(client, name: str):
    token = csrf_of(client.get("/sign-in").text)
    posted = {"name": name, "password": PASSWORD, "csrf_token": token}
    return client.post("/sign-in", data=posted)


def test_who_tips_while_signed_in_need_not_sign_in_and_leaves_nothing_of_herself(
    app, office, store
):
    client, door = app.test_client(), "/p/provincial/corruption"
    sign_in(client, "officer")
    begun = {
        "_begin": "1",
        "respondent_kind": "other",
        "csrf_token": csrf_of(client.get(door).text),
    }
    page = client.post(door, data=begun).text
    key = re.search(r'name="_submission" value="([^"]+)"', page)
    assert key is not None
    told = {"kind": "tip_off", "narrative": "หัวหน้างานเบิกค่าน้ำมันเกินจริง", "is_anonymous": "yes"}
    posted = {"csrf_token": csrf_of(page), "_submission": key[1], "respondent_kind": "other"}
    assert client.post(door, data=posted | told).status_code == 200
    with store.reading(office.system) as uow:
        (case,) = uow.connection.execute(select(tables.case)).all()
        acted = uow.connection.scalars(
            select(tables.case_event.c.actor_id).where(tables.case_event.c.stream_id == case.id)
        )
        assert set(acted) == {None}
        assert uow.connection.execute(select(tables.access_event)).all() == []
        assert uow.connection.execute(select(tables.case_member)).all() == []
    assert (case.kind, case.lodged_by) == ("tip_off", None)
    assert "โดยไม่ต้องเข้าระบบ" in re.sub("<[^>]+>", "", client.get("/p/provincial/").text)


def test_every_page_asks_a_stranger_to_sign_in(app):
    client = app.test_client()
    for rule in guarded(app):
        if "GET" in rule.methods:
            answer = client.get(address(rule))
            assert answer.status_code == 302, rule
            assert answer.headers["Location"].startswith("/sign-in"), rule


def test_every_post_without_its_token_is_refused(app):
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        if "POST" in rule.methods:
            answer = client.post(address(rule))
            assert answer.status_code in (400, 401), rule


def test_every_post_of_a_stranger_with_a_token_asks_her_to_sign_in(app):
    client = app.test_client()
    token = csrf_of(client.get("/sign-in").text)
    for rule in guarded(app):
        if "POST" in rule.methods:
            answer = client.post(address(rule), data={"csrf_token": token, "word": "ก" * 20})
            assert answer.status_code == 401, rule
            assert "ก" * 20 in answer.text, rule


def test_an_office_that_is_not_hers_is_not_found_on_every_address(app):
    client = app.test_client()
    assert sign_in(client, "officer").status_code == 303
    for rule in guarded(app):
        if "office_key" in rule.arguments and "GET" in rule.methods:
            answer = client.get(address(rule, "tambon"))
            assert answer.status_code == 404, rule


def test_no_address_breaks_on_what_does_not_exist(app):
    client = app.test_client()
    sign_in(client, "officer")
    for rule in guarded(app):
        if "GET" in rule.methods:
            assert client.get(address(rule)).status_code < 500, rule


def test_the_form_of_what_is_not_public_is_not_found(app):
    officer, member = app.test_client(), app.test_client()
    sign_in(officer, Role.OFFICER.value)
    sign_in(member, Role.UNIT_MEMBER.value)
    for named in (
        *("statistics/abc", "statistics/2026-10-01_x", "statistics/2026-10-31_2026-10-01"),
        *("participation/x", "guideline/x", "document/x", "nothing/x"),
    ):
        path = f"/provincial/oit/forms/{named}/1.pdf"
        assert officer.get(path).status_code == 404, path
        assert member.get(path).status_code == 403, path


# Whatever some view takes for a number, a day, an id or a word.
_NAMES = (
    *("version", "number", "before", "first", "past", "rows", "seq", "to", "from", "_turn"),
    *("q", "text", "name", "due", "step", "item", "chosen", "shown", "holder", "kind", "on.day"),
)


# Each room's addresses are asked by somebody who may open them; elsewhere she is sent away at once.
_ROOMS = {
    Role.PROCESS_OWNER: ("studio.",),
    Role.AUDITOR: ("audit.",),
    Role.HEAD: ("audit.grants", "audit.new_grant", "audit.revoking"),
    Role.MANAGER: ("oversight.", "worklist.due_sheets"),
    Role.ADMINISTRATOR: ("office.",),
    Role.OFFICER: (),
}


def rooms_of(app, role: Role) -> list[Rule]:
    """Return the addresses of the rooms that are hers; an officer's are what nobody else has."""
    others = tuple(room for rooms in _ROOMS.values() for room in rooms)
    hers = _ROOMS[role]
    return [
        rule
        for rule in guarded(app)
        if rule.endpoint not in {"auth.sign_out", "auth.switch_user"}
        and (rule.endpoint.startswith(hers) if hers else not rule.endpoint.startswith(others))
    ]


@pytest.mark.parametrize("role", list(_ROOMS))
@pytest.mark.parametrize("junk", ["²", str(2**63), "9" * 5000, "\0"])
def test_no_address_breaks_on_junk(app, role, junk):
    client = app.test_client()
    sign_in(client, role.value)
    given = dict.fromkeys(_NAMES, junk)
    token = csrf_of(client.get("/provincial/search").text)
    for rule in rooms_of(app, role):
        here = address(rule).replace("/studio/some/", "/studio/complaint_provincial/")
        if "GET" in rule.methods:
            assert client.get(here, query_string=given).status_code < 500, rule
        if "POST" in rule.methods:
            answer = client.post(here, data={**given, "csrf_token": token})
            assert answer.status_code < 500, rule


# What else a view of a case, of a list or of a draft takes for a word.
_WORDS = (
    *("description", "reason", "note", "question", "opinion", "respondent", "position", "unit"),
    *("understood", "number", "tags", "role", "office", "of", "process", "status", "category"),
    *("tag", "channel", "agency", "process_id", "files", "password"),
)


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
@pytest.mark.parametrize("role", list(_ROOMS))
def test_a_sign_that_no_database_takes_breaks_no_address(app, story, office, role):
    """Nobody types NUL; SQLite ends a search at it, and PostgreSQL refuses to compare with it."""
    case = story.lodge(by=office.actor(Role.OFFICER))
    known = {"case_id": case, "work_item_id": story.item(case, "register").id}
    client = app.test_client()
    sign_in(client, role.value)
    token = csrf_of(client.get("/first-day").text)
    given = dict.fromkeys((*_NAMES, *_WORDS), "น้ำ\0ใส ใจ")
    for rule in rooms_of(app, role):
        for here in (address(rule, **known), address(rule, word="so\0me", **known)):
            if "GET" in rule.methods:
                assert client.get(here, query_string=given).status_code < 500, here
            if "POST" in rule.methods:
                answer = client.post(here, data={**given, "csrf_token": token})
                assert answer.status_code < 500, here


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
def test_a_search_is_not_broken_by_a_sign_that_nobody_types(app, story, office):
    case = story.lodge(by=office.actor(Role.OFFICER))
    with story.reading() as uow:
        number = get_case(uow, case).number
    client = app.test_client()
    sign_in(client, Role.OFFICER.value)
    posted = {"csrf_token": csrf_of(client.get("/provincial/search").text), "text": f"{number}\0"}
    answer = client.post("/provincial/search", data=posted)
    assert answer.status_code == 200
    assert str(case) in answer.text


def damaged(compression: int) -> bytes:
    """Return an archive whose list is whole and whose only member is not."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", compression) as archive:
        archive.writestr("some.bpmn", b"<definitions/>" * 100)
    data = bytearray(packed.getvalue())
    begin = 30 + len("some.bpmn")
    data[begin : begin + 12] = b"\xff" * 12
    return bytes(data)


EMPTY = b"PK\x05\x06" + bytes(18)


@pytest.mark.parametrize(
    "data",
    [*map(damaged, (zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)), EMPTY],
    ids=["deflate", "bzip2", "lzma", "empty"],
)
def test_an_archive_that_holds_nothing_whole_is_refused(app, data):
    client = app.test_client()
    sign_in(client, "process_owner")
    token = csrf_of(client.get("/provincial/search").text)
    posted = {"csrf_token": token, "files": (BytesIO(data), "ours.zip")}
    assert client.post("/provincial/studio/new", data=posted).status_code == 422


def test_brackets_without_end_are_no_fault_of_the_server(app):
    client = app.test_client()
    sign_in(client, "process_owner")
    token = csrf_of(client.get("/provincial/search").text)
    begun = client.post("/provincial/studio/complaint_provincial/draft", data={"csrf_token": token})
    answer = client.post(
        f"{begun.headers['Location']}/new-form",
        data="[" * 200_000,
        content_type="application/json",
        headers={"X-CSRFToken": token},
    )
    assert answer.status_code == 422


@pytest.mark.parametrize("name", ["\\ud800", "a\\u0000b"])
def test_half_a_sign_in_the_name_of_a_form_is_no_fault_of_the_server(app, name):
    """JSON can say what no text is."""
    client = app.test_client()
    sign_in(client, "process_owner")
    token = csrf_of(client.get("/provincial/search").text)
    begun = client.post("/provincial/studio/complaint_provincial/draft", data={"csrf_token": token})
    answer = client.post(
        f"{begun.headers['Location']}/new-form",
        data=f'{{"name": "complaint_provincial.{name}", "version": 1}}',
        content_type="application/json",
        headers={"X-CSRFToken": token},
    )
    assert answer.status_code == 422


def test_a_wrong_password_and_a_wrong_name_are_told_alike(app):
    client = app.test_client()
    token = csrf_of(client.get("/sign-in").text)
    answers = [
        client.post("/sign-in", data={"name": name, "password": "x" * 12, "csrf_token": token})
        for name in ("officer", "nobody")
    ]
    assert [answer.status_code for answer in answers] == [401, 401]
    said = [re.search(r'role="alert">(.*?)</div>', answer.text)[1] for answer in answers]
    assert said[0] == said[1] != ""


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example/",
        "https://evil.example/",
        "/\\evil.example",
        "/\t/evil.example",
        "/\r/evil.example",
        "/\x00/evil.example",
    ],
)
def test_signing_in_never_leads_to_another_site(app, wanted):
    client = app.test_client()
    token = csrf_of(client.get("/sign-in").text)
    posted = {"name": "officer", "password": PASSWORD, "csrf_token": token, "next": wanted}
    answer = client.post("/sign-in", data=posted)
    assert answer.headers["Location"] == "/home"


def test_the_next_person_at_a_desk_does_not_land_on_the_page_of_the_one_before(app):
    client = app.test_client()
    wanted = f"/provincial/work/{uuid4()}"
    for name, place in (("officer", wanted), ("officer", wanted), ("unit_member", "/home")):
        token = csrf_of(client.get(f"/sign-in?next={wanted}").text)
        posted = {"name": name, "password": PASSWORD, "csrf_token": token, "next": wanted}
        assert client.post("/sign-in", data=posted).headers["Location"] == place
        token = csrf_of(client.get("/provincial/work").text)
        left = client.post("/switch-user", data={"csrf_token": token})
        assert left.headers["Location"] == "/sign-in?switched=1"
        assert client.get("/provincial/work").status_code == 302


def test_a_first_day_is_there_in_a_demonstration_only(app, store, application):
    told = "วันแรกกับสุจริต"
    guided = app.test_client()
    sign_in(guided, "officer")
    assert told in guided.get("/provincial/work").text
    settings = replace(app.extensions["sucharit"][0], mode=Mode.PRODUCTION, secret_key="x" * 40)
    real = application(settings, store)
    client = real.test_client()
    assert sign_in(client, "officer").status_code == 303
    assert told not in client.get("/provincial/work").text
    assert client.get("/first-day").status_code == 404


def test_every_help_can_be_read_in_both_languages_and_no_other_is_there(app):
    client = app.test_client()
    sign_in(client, "officer")
    for topic in topics().values():
        for language, written in topic.texts.items():
            answer = client.get(f"/help/{topic.about}?language={language}&beside=1")
            assert answer.status_code == 200, topic.about
            assert written.name in re.sub("<[^>]+>", "", answer.text), topic.about
    assert client.get("/help/worklist.nothing").status_code == 404


def test_every_answer_carries_the_policy_and_is_kept_by_no_cache(app):
    client = app.test_client()
    sign_in(client, "officer")
    for path in ("/sign-in", "/provincial/work", "/provincial/intake", "/nowhere"):
        headers = client.get(path).headers
        assert "script-src 'self'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("table", ["sign_in_session", "membership", "office_profile", "notice"])
def test_a_fault_while_the_visitor_is_being_admitted_is_told_on_a_page(app, store, table):
    """Whichever question is not answered, nothing of her is noted by halves for that page."""
    client = app.test_client()
    sign_in(client, "officer")
    with store.database.writing() as connection:
        connection.execute(text(f"ALTER TABLE {table} RENAME TO gone"))
    answer = client.get("/provincial/work")
    assert answer.status_code == 500
    assert "ระบบขัดข้อง" in answer.text


def test_a_request_that_is_too_large_is_told_so(app):
    client = app.test_client()
    sign_in(client, "officer")
    app.config.update(MAX_CONTENT_LENGTH=1000, LARGEST_FORM=2000)
    for size, status in ((1500, 400), (2500, 413)):
        # Within the room of a form it is read, and then lacks its token.
        answer = client.post("/provincial/intake", data={"narrative": "a" * size})
        assert answer.status_code == status
    assert "20 เมกะไบต์" in answer.text


def test_a_stranger_gets_no_room_for_large_files(app):
    app.config.update(MAX_CONTENT_LENGTH=1000, LARGEST_FORM=2000)
    answer = app.test_client().post("/provincial/intake", data={"narrative": "a" * 1500})
    assert answer.status_code == 413


def every_refusal() -> list[type[EngineError]]:
    for module in Path(engine.__file__).parent.rglob("*.py"):
        if "class" in (text := module.read_text(encoding="utf-8")) and "(EngineError)" in text:
            name = ".".join(
                module.relative_to(Path(engine.__file__).parent.parent).with_suffix("").parts
            )
            __import__(name)
    found, waiting = [], [EngineError]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            found.append(kind)
            waiting.append(kind)
    return found


def test_every_refusal_of_the_engine_has_a_status_of_its_own():
    refusals = every_refusal()
    assert errors.NotFound in refusals
    for kind in refusals:
        assert any(base in STATUS for base in inspect.getmro(kind)), kind


def test_a_refusal_takes_the_status_of_its_nearest_kind():
    class Narrower(errors.NotFound):
        pass

    assert status_of(Narrower()) == 404
    assert status_of(EngineError()) == 500


def test_a_unit_downloads_the_redacted_copy_and_every_other_try_is_on_record_as_refused(
    app, story, office
):
    """U3: a file is opened by what it is, and the record says what really left."""
    unit = office.person(Role.UNIT_MEMBER)
    story.blobs = app.extensions["sucharit"][0].blobs_dir
    case = story.lodge()
    for element in ("register", "sort"):
        story.do(case, element)
    uploads = {"u1": story.upload(case, "redacted.pdf")}
    story.do(case, "draft_letter", redacted_files=["u1"], uploads=uploads)
    story.file(case, "original.pdf")
    story.do(case, "sign_letter", units=[unit.unit])
    story.claim(story.item(case, "report"), by=Actor(office.id, unit.id))
    client = app.test_client()
    sign_in(client, Role.UNIT_MEMBER.value)
    with story.reading() as uow:
        files = {one.file_name: one.id for one in attachments_of(uow, case)}
    answers = {
        name: client.get(f"/provincial/cases/{case}/files/{file}") for name, file in files.items()
    }
    assert {name: answer.status_code for name, answer in answers.items()} == {
        "redacted.pdf": 200,
        "original.pdf": 404,
    }
    assert answers["redacted.pdf"].data == SMALL_PDF
    for way in ("view", "page/1", "picture"):
        url = f"/provincial/cases/{case}/files/{files['original.pdf']}/{way}"
        assert client.get(url).status_code == 404, way
    with story.reading() as uow:
        table = tables.access_event
        looked = uow.connection.execute(
            select(table.c.kind, table.c.outcome).where(table.c.person_id == unit.id)
        ).all()
    assert sorted(tuple(one) for one in looked) == [("file", "opened"), ("file", "refused")]


@pytest.mark.parametrize("unseen", ["\u200b" * 20, "\u200b \u2060" * 10, "\u202e" * 20])
def test_what_nobody_can_see_is_no_reason_to_open_an_identity_and_nobodys_name(
    app, story, office, unseen
):
    """An auditor would read nothing beside the name of who opened it."""
    case = story.lodge(by=office.actor(Role.OFFICER))
    client = app.test_client()
    sign_in(client, Role.CUSTODIAN.value)
    token = csrf_of(client.get(f"/provincial/cases/{case}").text)
    secret = {"csrf_token": token, "password": PASSWORD}
    here = f"/provincial/cases/{case}"
    assert client.post(f"{here}/identities", data={**secret, "reason": unseen}).status_code == 422
    told = {**secret, "reason": "ตามหนังสือจังหวัด\u200bศรีนคร"}
    assert client.post(f"{here}/identities", data=told).status_code == 200
    with story.reading() as uow:
        table = tables.access_event
        opened = select(table.c.reason).where(table.c.kind == "identity")
        assert uow.connection.scalars(opened).all() == [told["reason"]]
    officer = app.test_client()
    sign_in(officer, Role.OFFICER.value)
    token = csrf_of(officer.get(here).text)
    named = {"csrf_token": token, "respondent": f"{unseen} {unseen}", "understood": "yes"}
    assert officer.post(f"{here}/respondents", data=named).status_code == 422
    asked = {"csrf_token": token, "submission_key": str(uuid4()), "reason": unseen}
    assert officer.post(f"{here}/identities/requests", data=asked).status_code == 422


def test_a_step_is_printed_only_for_who_may_read_its_answers(app, story, office):
    unit = office.person(Role.UNIT_MEMBER)
    case = story.lodge()
    for element in ("register", "sort", "draft_letter"):
        story.do(case, element)
    story.do(case, "sign_letter", units=[unit.unit])
    story.claim(story.item(case, "report"), by=Actor(office.id, unit.id))
    sorting = next(item for item in story.items(case) if item.element == "sort")
    reporting = story.item(case, "report")
    officer, member = app.test_client(), app.test_client()
    sign_in(officer, Role.OFFICER.value)
    sign_in(member, Role.UNIT_MEMBER.value)
    assert "เบิกค่าน้ำมันเกินจริง" in officer.get(form_url(sorting)).text
    assert member.get(form_url(sorting)).status_code == 404
    # What is typed is printed for its holder alone; anybody else is led to the step.
    page = member.get(f"/provincial/work/{reporting.id}").text
    typed = {"csrf_token": csrf_of(page), "facts": "ตรวจแล้วพบจริง"}
    assert "ยังไม่ได้บันทึกเสร็จ" in member.post(form_url(reporting), data=typed).text
    token = csrf_of(officer.get("/provincial/intake").text)
    refused = officer.post(form_url(reporting), data={**typed, "csrf_token": token})
    assert refused.status_code == 303


def form_url(item) -> str:
    return f"/provincial/work/{item.id}/form"
