"""The pages of the public door, as a browser posts them: what they take, say and never keep."""

import re
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select

from engine.cases.attachments import attachments_of
from engine.cases.mailbox import messages_of
from engine.office.public_explanations import LARGEST_RECORDING
from engine.office.roles import Role
from engine.settings import Settings
from engine.store import tables
from engine.store.unit_of_work import Actor
from engine.work.offices.opening import revise_profile
from tests.integration.test_nothing_leaks import encodings, stored_bytes
from tests.integration.test_web_guards import csrf_of
from tests.support.story import SMALL_PDF, Story

ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
DOOR = "/p/provincial/corruption"
ADDRESS = "203.0.113.77"
# Invented, long enough to stand nowhere by chance.
PLANTED = {
    "name": "นางสาวดอกปีบ สุวรรณพฤกษา",
    "phone": "08 5513 7790",
    "narrative": "เก็บเงินค่าผ่านประตูน้ำคันละห้าสิบบาททุกเช้าวันศุกร์",
    "message": "ลูกชายของเขาถ่ายคลิปไว้ในร้านค้าปากซอย",
}


@pytest.fixture
def app(office, tmp_path, application):
    settings = Settings.from_environ(
        {
            "SUCHARIT_MODE": "demonstration",
            "SUCHARIT_DATA_DIR": str(tmp_path / "data"),
            "SUCHARIT_PROXIES": "1",
        }
    )
    return application(settings, office.store)


@pytest.fixture
def client(app):
    """Somebody behind the web server of the office."""
    found = app.test_client()
    found.environ_base["HTTP_X_FORWARDED_FOR"] = ADDRESS
    return found


@pytest.fixture
def story(office, app):
    return Story(office.store, office.id, app.extensions["sucharit"][0].blobs_dir)


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, name
    return found[1]


def opened(client: Any, door: str = DOOR, whom: str = "other") -> str:
    token = csrf_of(client.get(door).text)
    begun = {"_begin": "1", "respondent_kind": whom, "csrf_token": token}
    return str(client.post(door, data=begun).text)


def filled(page: str, **choices: Any) -> dict[str, Any]:
    return {
        "csrf_token": csrf_of(page),
        "_submission": hidden(page, "_submission"),
        "respondent_kind": "other",
        "kind": "complaint",
        "narrative": PLANTED["narrative"],
        "is_anonymous": "yes",
        **choices,
    }


def by_name() -> dict[str, str]:
    row = {"name": PLANTED["name"], "phone": PLANTED["phone"], "contact_wish": "telephone"}
    return {
        "complainants._rows": "1",
        **{f"complainants.0.{key}": value for key, value in row.items()},
    }


def code_of(page: str) -> str:
    return hidden(page, "code")


def cases(story: Story) -> list[Any]:
    with story.reading() as uow:
        return list(uow.connection.scalars(select(tables.case.c.id)))


def entered(client: Any, code: str) -> Any:
    token = csrf_of(client.get("/p/provincial/follow").text)
    return client.post("/p/provincial/follow", data={"csrf_token": token, "receipt_code": code})


def test_a_whole_story_leaves_neither_code_nor_name_nor_address_in_the_clear(
    client, story, database_url, tmp_path, caplog
):
    posted = filled(opened(client), **by_name())
    del posted["is_anonymous"]
    answer = client.post(DOOR, data=posted)
    assert answer.status_code == 200
    code = code_of(answer.text)
    kept = {
        "csrf_token": csrf_of(answer.text),
        "code": code,
        "receipt": hidden(answer.text, "receipt"),
        "last": code[-4:],
    }
    assert client.post("/p/provincial/code", data=kept).headers["Location"].endswith("/kept")
    visit = entered(client, code)
    page = client.get(visit.headers["Location"]).text
    said = {name: hidden(page, name) for name in ("csrf_token", "_submission")}
    typed = {"case": "0", "text": PLANTED["message"]}
    client.post(visit.headers["Location"], data={**said, **typed})
    (case_id,) = cases(story)
    with story.reading() as uow:
        assert [m.body for m in messages_of(uow, case_id)] == [PLANTED["message"]]
    stored = stored_bytes(database_url, tmp_path)
    for text in (*PLANTED.values(), code, ADDRESS):
        assert not [shape for shape in encodings(text).values() if shape in stored], text
    assert code not in visit.headers["Location"]
    assert not any(code in cookie.value for cookie in client._cookies.values())  # noqa: SLF001
    assert code not in caplog.text
    assert ADDRESS not in caplog.text


def test_evidence_is_kept_with_the_case_and_what_is_no_paper_is_refused_at_its_field(client, story):
    page = opened(client)
    hostile = filled(page, files=(BytesIO(b"MZ\x90\x00 a program"), "photo.jpg"))
    refused = client.post(DOOR, data=hostile, content_type="multipart/form-data")
    assert refused.status_code == 422
    assert PLANTED["narrative"] in refused.text
    assert cases(story) == []
    good = filled(page, files=(BytesIO(SMALL_PDF), "ใบเสร็จ.pdf"))
    assert client.post(DOOR, data=good, content_type="multipart/form-data").status_code == 200
    (case_id,) = cases(story)
    with story.reading() as uow:
        assert [one.kind for one in attachments_of(uow, case_id)] == ["evidence"]


def test_a_file_that_came_with_a_refused_form_comes_along_with_the_next(client, story):
    wrong = filled(opened(client), narrative="", files=(BytesIO(SMALL_PDF), "ใบเสร็จ.pdf"))
    refused = client.post(DOOR, data=wrong, content_type="multipart/form-data")
    assert refused.status_code == 422
    again = filled(refused.text) | {
        name: hidden(refused.text, name) for name in ("_door", "_kept_file", "files")
    }
    assert client.post(DOOR, data=again).status_code == 200
    (case_id,) = cases(story)
    with story.reading() as uow:
        assert len(attachments_of(uow, case_id)) == 1


def test_a_form_posted_twice_makes_one_case_and_each_page_shows_a_code_that_works(client, story):
    posted = filled(opened(client))
    codes = [code_of(client.post(DOOR, data=posted).text) for _ in range(2)]
    assert len(cases(story)) == 1
    assert [entered(client, code).status_code for code in codes] == [303, 303]


def test_the_address_to_write_down_is_the_installations_whatever_was_asked_for(client):
    page = client.post(DOOR, data=filled(opened(client))).text
    assert "http://127.0.0.1:8000/p/provincial/follow" in page
    assert "http://localhost" not in page


@ON_SQLITE
def test_with_wrong_last_digits_the_code_is_shown_again(client):
    page = client.post(DOOR, data=filled(opened(client))).text
    code = code_of(page)
    posted = {"csrf_token": csrf_of(page), "code": code, "receipt": hidden(page, "receipt")}
    answer = client.post("/p/provincial/code", data={**posted, "last": "x"})
    assert answer.status_code == 422
    assert code_of(answer.text) == code


def test_what_does_not_satisfy_the_form_is_given_back_and_nothing_is_stored(client, story):
    answer = client.post(DOOR, data=filled(opened(client), kind="", place="ริมคลองสมมติ"))
    assert answer.status_code == 422
    assert "ริมคลองสมมติ" in answer.text
    assert PLANTED["narrative"] in answer.text
    assert cases(story) == []


def test_where_nobody_may_take_it_the_outside_body_is_named_and_the_text_given_back(
    client, story, office
):
    everybody = [person.name for person in office.people if person.role.holds_work]
    rows = {f"respondents.{n}.name": name for n, name in enumerate(everybody[:20])}
    posted = filled(opened(client), **rows, **{"respondents._rows": str(len(rows))})
    answer = client.post(DOOR, data=posted)
    assert answer.status_code == 409
    assert "ผู้ว่าราชการจังหวัด" in answer.text
    assert PLANTED["narrative"] in answer.text
    assert cases(story) == []


@ON_SQLITE
def test_the_first_question_wants_an_answer_that_the_office_has(client):
    token = csrf_of(client.get(DOOR).text)
    for whom in ("", "permanent_secretary", "nobody"):
        posted = {"_begin": "1", "respondent_kind": whom, "csrf_token": token}
        assert client.post(DOOR, data=posted).status_code == 422


@ON_SQLITE
def test_whoever_reads_the_channel_is_named_and_she_complains_about_is_warned_of(client):
    told = re.sub("<[^>]+>", "", client.get(DOOR).text)
    assert "คนที่อ่านเรื่องที่เข้ามาทางนี้คือ เจ้าหน้าที่ผู้รับเรื่องร้องเรียน" in told
    warning = "อ่านช่องทางนี้ตามปกติ"
    assert warning in re.sub("<[^>]+>", "", opened(client, whom="intake_officer"))
    assert warning not in re.sub("<[^>]+>", "", opened(client, whom="other"))


@ON_SQLITE
def test_the_form_of_the_public_has_no_field_that_is_the_offices_own(client):
    page = opened(client)
    asked = re.sub(r'<input type="hidden"[^>]*>', "", page)
    for name in ("channel", "received_on", "sources", "secrecy", "subject"):
        assert f'name="{name}' not in asked
    assert 'value="misconduct"' in page
    assert 'value="service"' not in page
    assert 'value="service"' in opened(client, "/p/provincial/general")


@ON_SQLITE
def test_what_the_office_decides_cannot_be_posted_by_the_public(client, story):
    day = {"received_on.day": "1", "received_on.month": "1", "received_on.year": "2560"}
    client.post(DOOR, data=filled(opened(client), channel="walk_in", secrecy="ordinary", **day))
    (case_id,) = cases(story)
    case = story.case(case_id)
    assert (case.channel, case.secrecy) == ("website_corruption", "secret")
    assert case.received_on == story.today


@ON_SQLITE
def test_an_office_has_the_doors_of_its_profile_and_no_other(client, office):
    assert client.get("/p/nowhere/").status_code == 404
    assert client.get("/p/provincial/question").status_code == 404
    with office.store.reading(office.system) as uow:
        table = tables.office_profile
        toml = uow.connection.scalar(select(table.c.toml).where(table.c.office_id == office.id))
    for removed, status in (("general", 200), ("corruption", 404)):
        toml = re.sub(rf"(?m)^{removed} = .*\n", "", toml)
        with office.store.unit(office.system) as uow:
            uow.hold(office.id)
            revise_profile(uow, toml, effective_on=uow.today)
        assert client.get(f"/p/provincial/{removed}").status_code == 404
        assert client.get("/p/provincial/").status_code == status


def test_a_wrong_code_and_one_of_an_erased_case_look_alike(client, story, store):
    code = code_of(client.post(DOOR, data=filled(opened(client))).text)
    wrong = entered(client, "1111222233334444")
    (case_id,) = cases(story)
    with store.unit(Actor(story.office_id, None)) as uow:
        uow.connection.execute(
            tables.stream.update().where(tables.stream.c.id == case_id).values(wrapped_key=None)
        )
    erased = entered(client, code)
    plain = [re.sub(r'value="[^"]*"', "", answer.text) for answer in (wrong, erased)]
    assert (wrong.status_code, plain[0]) == (erased.status_code, plain[1])


@ON_SQLITE
def test_after_five_complaints_in_an_hour_the_sixth_is_kept_from_coming_in_and_nothing_is_lost(
    client, story, clock
):
    for _ in range(5):
        assert client.post(DOOR, data=filled(opened(client))).status_code == 200
    sixth = filled(opened(client))
    answer = client.post(DOOR, data=sixth)
    assert answer.status_code == 429
    assert PLANTED["narrative"] in answer.text
    assert len(cases(story)) == 5
    client.environ_base["HTTP_X_FORWARDED_FOR"] = "203.0.113.78"
    assert client.post(DOOR, data=filled(opened(client))).status_code == 200
    client.environ_base["HTTP_X_FORWARDED_FOR"] = ADDRESS
    clock.advance(hours=1)
    assert client.post(DOOR, data=sixth).status_code == 200


@ON_SQLITE
def test_codes_cannot_be_tried_without_end(client):
    answers = [entered(client, f"{7000 + number:016d}") for number in range(21)]
    assert [answer.status_code for answer in answers] == [422] * 20 + [429]
    assert "7020" not in answers[-1].text


def test_files_come_with_a_message_as_evidence_and_a_bad_one_loses_neither_words_nor_the_others(
    client, story
):
    code = code_of(client.post(DOOR, data=filled(opened(client))).text)
    address = entered(client, code).headers["Location"]
    page = client.get(address).text
    said = {name: hidden(page, name) for name in ("csrf_token", "_submission", "case")}
    typed = said | {"text": PLANTED["message"]}
    files = [(BytesIO(SMALL_PDF), "ใบเสร็จ.pdf"), (BytesIO(b"MZ\x90\x00 a program"), "photo.jpg")]
    kind = {"content_type": "multipart/form-data"}
    refused = client.post(address, data=typed | {"files": files}, **kind)
    assert refused.status_code == 422
    assert PLANTED["message"] in refused.text
    assert "ใบเสร็จ.pdf" in refused.text
    again = typed | {"_kept_file": hidden(refused.text, "_kept_file")}
    for _ in range(2):
        assert client.post(address, data=again).status_code in (303, 409)
    (case_id,) = cases(story)
    with story.reading() as uow:
        assert [one.kind for one in attachments_of(uow, case_id)] == ["evidence"]
        assert [one.files for one in messages_of(uow, case_id)] == [1]


MALAY = """
[[public_explanations]]
language = "ms"
name = "Bahasa Melayu"
text = "Beritahu kami di sini."
audio = "provincial_ms.mp3"

[[public_explanations]]
language = "mfa-Thai"
name = "ภาษามลายูถิ่น"
text = "ข้อความสมมติ"
audio = "not_there.ogg"
"""


@ON_SQLITE
def test_the_first_page_explains_itself_in_further_languages_with_a_recording_of_the_office(
    office, tmp_path, application
):
    environ = {
        "SUCHARIT_MODE": "demonstration",
        "SUCHARIT_DATA_DIR": str(tmp_path / "data"),
        "SUCHARIT_OFFICES_DIR": str(tmp_path),
    }
    client = application(Settings.from_environ(environ), office.store).test_client()
    sound = b"ID3" + bytes(997)
    (tmp_path / "provincial_ms.mp3").write_bytes(sound)
    with office.store.unit(office.system) as uow:
        uow.hold(office.id)
        table = tables.office_profile
        toml = uow.connection.scalar(select(table.c.toml).where(table.c.office_id == office.id))
        revise_profile(uow, f"{toml}\n{MALAY}", effective_on=uow.today)
    page = client.get("/p/provincial/").text
    address = "/p/provincial/explanations/0/recording"
    assert re.search(r'<details [^>]*lang="ms"[^>]*><summary>Bahasa Melayu</summary>', page)
    assert re.findall(r'<audio [^>]*src="([^"]*)"', page) == [address]
    with client.get(address) as whole:
        assert (whole.mimetype, whole.data) == ("audio/mpeg", sound)
    with client.get(address, headers={"Range": "bytes=0-2"}) as part:
        assert (part.status_code, part.data) == (206, b"ID3")
        assert "media-src 'self'" in part.headers["Content-Security-Policy"]
    for other in ("1", "2"):
        assert client.get(f"/p/provincial/explanations/{other}/recording").status_code == 404
    (tmp_path / "provincial_ms.mp3").write_bytes(b"<script>" + sound)
    assert client.get(address).status_code == 404
    (tmp_path / "provincial_ms.mp3").write_bytes(sound + bytes(LARGEST_RECORDING))
    assert "<audio" not in client.get("/p/provincial/").text


@ON_SQLITE
def test_what_was_typed_of_retaliation_is_given_back_when_the_visit_is_over(client, story, clock):
    code = code_of(client.post(DOOR, data=filled(opened(client))).text)
    client.get(entered(client, code).headers["Location"])
    address = "/p/provincial/follow/case/0/report"
    page = client.get(address).text
    posted = {name: hidden(page, name) for name in ("csrf_token", "_submission")}
    posted |= {"respondent_kind": "other", "harm": "threat", "identity": "withheld"}
    clock.advance(minutes=16)
    answer = client.post(address, data=posted | {"narrative": PLANTED["message"]})
    assert answer.status_code == 401
    assert PLANTED["message"] in answer.text
    assert len(cases(story)) == 1
    assert client.get("/p/provincial/follow/case/7/report").status_code == 401


@ON_SQLITE
def test_an_office_without_an_outside_custodian_takes_no_retaliation_in_and_says_where_to_go(
    client, office
):
    code = code_of(client.post(DOOR, data=filled(opened(client))).text)
    address = entered(client, code).headers["Location"]
    link = "/follow/case/0/report"
    assert link in client.get(address).text
    with office.store.reading(office.system) as uow:
        table = tables.office_profile
        toml = uow.connection.scalar(select(table.c.toml).where(table.c.office_id == office.id))
    start = toml.index("[retaliation]")
    end = toml.index("[alternates]", start)
    with office.store.unit(office.system) as uow:
        uow.hold(office.id)
        revise_profile(uow, toml[:start] + toml[end:], effective_on=uow.today)
    page = client.get(address).text
    assert link not in page
    assert "แจ้งหน่วยงานภายนอกโดยตรง" in re.sub("<[^>]+>", "", page)
    assert client.get(f"/p/provincial{link}").status_code == 404


@ON_SQLITE
@pytest.mark.parametrize("place", ["1", "-1", "²", "", "9" * 5000])
def test_a_message_for_a_case_to_which_the_code_does_not_lead_finds_none(client, place):
    code = code_of(client.post(DOOR, data=filled(opened(client))).text)
    page = client.get(entered(client, code).headers["Location"]).text
    posted = {"csrf_token": csrf_of(page), "case": place, "text": PLANTED["message"]}
    assert client.post("/p/provincial/follow/case", data=posted).status_code == 404


@ON_SQLITE
def test_a_form_of_another_office_is_taken_as_one_of_this(client, other_office):
    refused = filled(opened(client)) | {"narrative": "", "files": (BytesIO(SMALL_PDF), "ก.pdf")}
    page = client.post(DOOR, data=refused, content_type="multipart/form-data").text
    there = f"/p/{other_office.key}/corruption"
    carried = {name: hidden(page, name) for name in ("_door", "_kept_file", "_submission")}
    assert client.post(there, data=filled(opened(client, there)) | carried).status_code == 200


@ON_SQLITE
def test_a_code_is_not_in_the_page_that_asks_to_send_it_again(client):
    code = code_of(client.post(DOOR, data=filled(opened(client))).text)
    answer = client.post("/p/provincial/follow", data={"csrf_token": "old", "receipt_code": code})
    assert answer.status_code == 400
    assert code not in answer.text


@ON_SQLITE
def test_a_message_typed_while_the_visit_ended_is_given_back(client, clock):
    code = code_of(client.post(DOOR, data=filled(opened(client))).text)
    page = client.get(entered(client, code).headers["Location"]).text
    clock.advance(minutes=16)
    posted = {"csrf_token": csrf_of(page), "case": "0", "text": PLANTED["message"]}
    answer = client.post("/p/provincial/follow/case", data=posted)
    assert answer.status_code == 401
    assert PLANTED["message"] in answer.text
    assert client.get("/p/provincial/follow/case").status_code == 302


@ON_SQLITE
def test_every_page_of_the_public_says_nothing_of_itself_to_others(client):
    for path in ("", "corruption", "follow", "kept"):
        headers = client.get(f"/p/provincial/{path}").headers
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert ("X-Robots-Tag" in headers) is (path != "")


@ON_SQLITE
def test_the_website_of_the_office_can_link_both_doors(client):
    """Whoever comes from another site comes without our cookie, and is shown the way."""
    first = client.get("/p/provincial/", headers={"Sec-Fetch-Site": "cross-site"})
    for way in ("corruption", "general"):
        address = f"/p/provincial/{way}"
        assert f'href="{address}"' in first.text
        assert client.get(address, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


@ON_SQLITE
def test_the_cookie_of_the_public_is_its_own_and_strict(client, app):
    answer = client.get("/p/provincial/corruption")
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith(f"{app.config['SESSION_COOKIE_NAME']}-public=")
    assert "SameSite=Strict" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in client.get("/sign-in").headers["Set-Cookie"]


@ON_SQLITE
def test_a_post_needs_no_referer_and_comes_from_our_own_pages(client):
    https = {"base_url": "https://localhost"}
    token = csrf_of(client.get(DOOR, **https).text)
    begun = {"_begin": "1", "respondent_kind": "other", "csrf_token": token}
    assert client.post(DOOR, data=begun, **https).status_code == 200
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    assert client.post(DOOR, data=begun, headers=elsewhere, **https).status_code == 400


@ON_SQLITE
def test_nobody_of_the_office_is_named_to_the_public(client, story, office):
    page = client.post(DOOR, data=filled(opened(client))).text
    (case_id,) = cases(story)
    story.do(case_id, "register", by=office.actor(Role.OFFICER))
    seen = client.get(entered(client, code_of(page)).headers["Location"]).text
    shown = "".join((page, seen, opened(client), client.get("/p/provincial/").text))
    assert not [person.name for person in office.people if person.name in shown]
    assert str(case_id) not in shown


@ON_SQLITE
def test_the_form_of_a_door_is_printed_to_be_written_by_hand(client):
    page = client.get(f"{DOOR}/paper").text
    sheet = page[page.index("paper-sheet") :]
    assert "<input" not in sheet
    assert "<textarea" not in sheet
    assert "ร้องเรียนใคร" in sheet
    assert "เล่าเหตุการณ์" in sheet
    assert "การรับเรื่อง<" not in sheet
    post = sheet[sheet.index("<b>ไปรษณีย์</b>") :]
    assert "ถนนสายน้ำ" in post[:300]
    assert "ผู้อ่านคือ" in sheet
    assert "ลงชื่อ (ไม่บอกชื่อก็ได้)" in sheet
    assert client.get("/p/provincial/nothing/paper").status_code == 404
