"""The frame and every macro, rendered by a small application."""

import gzip
import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from flask import Flask, render_template_string

import web
from engine.errors import Sentence
from engine.office.thai import Digits
from web import design
from web.design.assets import Assets
from web.design.due import due, paused
from web.design.filters import use_digits
from web.design.frame import Frame, Link, Room, SignedIn
from web.design.language import english_catalogue

TODAY = date(2026, 11, 19)
NOW = datetime(2026, 11, 19, 3, 42, tzinfo=UTC)
FRAME = Frame(
    office_name="สำนักงานพัฒนาแหล่งน้ำ <จังหวัด>",
    version="1.0",
    rooms=(
        Room(Sentence("งานของฉัน", "My work"), "/work", 14, is_current=True),
        Room(Sentence("รายงาน", "Reports"), "/reports"),
    ),
    signed_in=SignedIn("กมลวรรณ ศรีสุวรรณ", "เจ้าหน้าที่รับเรื่อง", "/sign-out", "/switch-user"),
    footer=(Link(Sentence("การปฏิบัติงานแทน", "Standing in"), "/away"),),
    is_demonstration=True,
    help_url="/help/work",
    keys_url="/help/keyboard",
    first_day_url="/first-day",
)

PAGE = """
{% extends "design/base.html" %}
{% import "design/ui.html" as ui %}
{% import "design/lists.html" as lists %}
{% import "design/forms.html" as forms %}
{% import "design/case.html" as case %}
{% block title %}งานของฉัน{% endblock %}
{% block body_class %}wide{% endblock %}
{% block main %}
{{ ui.crumbs([("งานของฉัน", "/work")], "ล 6/2570") }}
{% call ui.page_head("งานของฉัน", today|weekday_date) %}{{ ui.print_button("พิมพ์") }}{% endcall %}
{{ ui.figures([("เกินกำหนด", 4, "งาน", true), ("กำลังดำเนินการ", 1234, "เรื่อง", false)]) }}
{% call ui.note("today", "status") %}<p>{{ "แจ้งผู้ร้องเรียนภายใน 15 วัน"|nb }}</p>{% endcall %}
{{ ui.tag("เกิน 1", "late") }}{{ ui.stamp("ลับ") }}{{ ui.sealed() }}{{ ui.due(soon) }}
{{ lists.tabs([("ทั้งหมด", "/all", 14, true), ("รอผู้อื่น", "/wait", none, false)], "มุมมอง") }}
{{ lists.days([("วันนี้ 19", 3, "#", true, false), ("จ. 23", 0, "#", false, true)]) }}
{% call lists.filters("กรองงาน", search) %}
<div><label for="s">ขั้นตอน</label><select id="s"></select></div>{% endcall %}
{{ lists.work_table("งานของฉัน", [("เกินกำหนด", 2, rows)]) }}
{{ lists.todo([(late, "ล 4/2570", "เตือน", "/remind")]) }}
{{ lists.pagination("1–50 จาก 312", none, "?page=2") }}
{{ lists.bar(6, 11, 2) }}
{% call lists.round_bar("several", "/several", "", 20) %}{% endcall %}
<form method="post" data-guard>
{{ forms.errors([("d", "วันที่คัดแยกต้องไม่อยู่ในอนาคต")]) }}
{{ forms.known([("ช่องทาง", "เว็บไซต์")]) }}
{{ forms.field_error("d-e", "ต้องไม่อยู่ในอนาคต") }}
<label for="d">วัน</label><input id="d" aria-describedby="d-e">
{% call forms.actions() %}<button class="btn btn-1">บันทึกเสร็จ</button>{% endcall %}
</form>
{% call ui.panel("แฟ้มเรื่อง", "file-h", "4 คน") %}<div class="panel-in">
{{ case.log([("รับงานคัดแยก", "วันนี้ " ~ now|clock_time, true)]) }}
{% call case.clock(late, "คัดแยก", "ภายใน 10 วันทำการ", "พรุ่งนี้", "ไม่นับวันแรก") %}{% endcall %}
{{ case.papers([("คำร้อง", "/file", "2 หน้า", none)]) }}
{% call case.heat_legend("งานที่เปิดอยู่", ("1", "2–3", "4–6", "7–9", "10 ขึ้นไป")) %}x{% endcall %}
{{ case.path_legend() }}
{{ case.track([("7 ก.ย.", [
  ("เหตุการณ์ที่ 1", "?event=1", "act", true, false),
  ("เหตุการณ์ที่ 2", "?event=2", "rule", false, true)])], "เส้นเวลา") }}
{% call case.proof("ตรงกับที่ลงทะเบียนไว้", "ไม่พบการแก้") %}<code>9f2c</code>{% endcall %}
</div>{% endcall %}
{{ ui.empty("วันนี้ไม่มีงานค้าง") }}{{ ui.kept(wicked) }}
{{ ui.printed_by("กมลวรรณ", now|date_and_time, "ลับ") }}
{{ due_on(none, today).words|say }} {{ 1234|number }} {{ "ชื่อ"|named }} {{ "ชื่อ"|named("Name") }}
{% endblock %}
"""
STATE_PAGE = """
{% extends "design/public.html" %}{% import "design/ui.html" as ui %}
{% block title %}ไม่พบหน้านี้{% endblock %}
{% block main %}{% call ui.state("ไม่พบหน้านี้") %}<p>ลองใหม่</p>{% endcall %}{% endblock %}
"""


@pytest.fixture
def app():
    app = Flask(__name__)
    design.init_app(app, lambda: FRAME)
    late, soon = due(date(2026, 11, 17), TODAY), due(date(2026, 11, 20), TODAY)
    row = {
        "number": "ล 4/2570",
        "url": "/w/1",
        "subject": "เรียกรับเงิน",
        "secrecy": "ลับ",
        "context": None,
        "step": "๖ รับรายงาน",
        "holding": None,
    }
    rows = [
        {**row, "due": late, "claim_url": "/w/1/claim"},
        {**row, "due": paused(Sentence("รอผล", "Waiting")), "claim_url": None},
    ]

    def page():
        words = {"late": late, "soon": soon, "rows": rows, "today": TODAY, "now": NOW}
        return render_template_string(PAGE, **words, search="", wicked="<script>alert(1)</script>")

    app.add_url_rule("/work", view_func=page, methods=["GET", "POST"])
    app.add_url_rule("/state", "state", lambda: render_template_string(STATE_PAGE))

    @app.get("/thai")
    def thai_digits():
        use_digits(Digits.THAI)
        return page()

    return app


@pytest.fixture
def client(app):
    return app.test_client()


class Elements(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def of(self, tag):
        return [attributes for name, attributes in self.found if name == tag]


@pytest.mark.parametrize("address", ["/work", "/state", "/work?language=en"])
def test_a_page_has_no_inline_style_or_script(client, address):
    page = Elements(client.get(address).text)
    for tag, attributes in page.found:
        assert "style" not in attributes, tag
        assert not [name for name in attributes if name.startswith(("on", "hx-on"))]
    assert not page.of("style")
    assert all(script["src"].startswith("/assets/") for script in page.of("script"))


def test_a_page_has_one_heading_a_skip_link_and_landmarks(client):
    page = Elements(client.get("/work").text)
    assert len(page.of("h1")) == 1
    assert page.of("a")[0] == {"class": "skip", "href": "#main"}
    assert [main["id"] for main in page.of("main")] == ["main"]
    assert page.of("header")
    assert page.of("footer")
    assert all(nav.get("aria-label") for nav in page.of("nav"))


def test_no_id_stands_twice_and_every_reference_has_its_target(client):
    page = Elements(client.get("/work").text)
    ids = [attributes["id"] for _, attributes in page.found if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in page.found:
        for name in ("for", "aria-labelledby", "aria-describedby"):
            assert set(attributes.get(name, "").split()) <= set(ids)


def test_what_people_wrote_is_escaped(client):
    html = client.get("/work").text
    assert "<script>alert" not in html
    assert "&lt;จังหวัด&gt;" in html


def test_every_linked_asset_is_served_for_a_year(client):
    page = Elements(client.get("/work").text)
    addresses = [link["href"] for link in page.of("link")]
    addresses += [script["src"] for script in page.of("script")]
    assert len(addresses) == 4
    for address in addresses:
        with client.get(address) as response:
            assert response.status_code == 200
            assert response.cache_control.immutable
            assert response.cache_control.max_age == 365 * 24 * 60 * 60


def test_an_asset_outside_the_bundle_is_not_served(client):
    assert client.get("/assets/../design/__init__.py").status_code == 404


def test_text_of_the_build_is_sent_compressed_to_who_takes_it(client):
    url = f"/assets/{Assets.read().resolve('app.js')}"
    with client.get(url) as plain:
        assert plain.content_encoding is None
        assert "Accept-Encoding" in plain.vary
        whole = plain.data
    packed = client.get(url, headers={"Accept-Encoding": "gzip, br"})
    assert gzip.decompress(packed.data) == whole
    assert packed.content_encoding == "gzip"
    asked = {"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]}
    assert client.get(url, headers=asked).status_code == 304
    font = f"/assets/{Assets.read().resolve('fonts/sarabun-thai-400-normal.woff2')}"
    with client.get(font, headers={"Accept-Encoding": "gzip"}) as face:
        assert face.content_encoding is None


def test_a_demonstration_says_so_on_the_page(client):
    assert "ข้อมูลทั้งหมดสมมติขึ้น" in client.get("/work").text


def test_signing_out_is_a_form_and_no_link(client):
    page = Elements(client.get("/work").text)
    assert {"method": "post", "action": "/sign-out"} in page.of("form")
    assert {"method": "post", "action": "/switch-user", "class": "switch"} in page.of("form")
    left = ("/sign-out", "/switch-user")
    assert not [link for link in page.of("a") if link.get("href") in left]


def test_help_and_keys_open_in_a_tab_of_their_own_and_say_so(client):
    page = Elements(html := client.get("/work").text)
    beside = [link for link in page.of("a") if "data-beside" in link]
    # A phone shows the help in the masthead, wider pages beside the rooms.
    assert [link["href"] for link in beside] == ["/help/work", "/help/work", "/help/keyboard"]
    assert all(link["target"] == "_blank" for link in beside)
    assert html.count("เปิดในแท็บใหม่") == 3


def test_keys_that_are_turned_off_are_marked_so_for_the_script(client):
    assert "data-keys" not in client.get("/work").text
    assert '<html lang="th" data-keys="off">' in client.get("/work?keys=off").text
    assert '<html lang="th" data-keys="off">' in client.get("/work").text


def test_the_public_frame_has_no_rooms_and_the_office_in_its_title(client):
    html = client.get("/state").text
    assert 'class="pub"' in html
    assert not Elements(html).of("nav")
    assert "<title>ไม่พบหน้านี้ – สำนักงานพัฒนาแหล่งน้ำ" in html


def test_thai_comes_first_whatever_the_browser_prefers(client):
    html = client.get("/work", headers={"Accept-Language": "en"}).text
    assert '<html lang="th"' in html
    assert "วันพฤหัสบดีที่ 19 พฤศจิกายน 2569" in html


def test_english_is_chosen_by_a_link_and_kept_in_a_cookie(client):
    link = next(
        link for link in Elements(client.get("/work?q=ก").text).of("a") if link.get("lang") == "en"
    )
    assert link["href"] == "/work?q=%E0%B8%81&language=en"
    cookie = client.get(link["href"]).headers["Set-Cookie"]
    assert cookie.startswith("language=en;")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    html = client.get("/work").text
    assert '<html lang="en"' in html
    assert "Sign out" in html
    assert "Thursday 19 November 2026" in html
    assert '<span lang="th">กมลวรรณ ศรีสุวรรณ</span>' in html


def test_a_page_that_answered_a_post_offers_a_way_that_sends_nothing_twice(client):
    page = Elements(client.post("/work").text)
    assert [link["href"] for link in page.of("a") if link.get("lang") == "en"] == ["/?language=en"]


def test_a_value_that_is_no_choice_changes_nothing(client):
    response = client.get("/work?language=de&theme=%22%3E&density=x")
    assert "Set-Cookie" not in response.headers
    assert '<html lang="th">' in response.text


def test_density_and_theme_are_kept_on_the_page_element(client):
    html = client.get("/work?density=compact&theme=dark").text
    assert '<html lang="th" data-theme="dark" data-density="compact">' in html


def test_digits_follow_the_office_in_thai_and_stay_arabic_in_english(client):
    thai = client.get("/thai").text
    assert "๑๙ พฤศจิกายน ๒๕๖๙" in thai
    assert "๑,๒๓๔" in thai
    assert "19 November 2026" in client.get("/thai?language=en").text


def test_digits_that_stand_in_a_template_are_not_those_of_who_opened_it_first(client):
    assert 'data-digits="๐๑๒๓๔๕๖๗๘๙"' in client.get("/thai").text
    assert 'data-digits="0123456789"' in client.get("/work").text


def test_a_late_row_says_so_in_words_and_a_claim_is_a_form(client):
    html = client.get("/work").text
    assert re.search(r'class="due due-late".*?เกินกำหนด 2 วัน', html)
    assert '<form method="post" action="/w/1/claim">' in html


ROOMS = sorted(
    folder
    for folder in Path(web.__file__).parent.iterdir()
    if folder.name != "frontend" and any(folder.rglob("*.html"))
)


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_every_thai_message_of_a_room_has_its_english(room):
    keywords = {"_": None, "gettext": None, "ngettext": (1, 2)}
    methods = [("**.html", "jinja2.ext:babel_extract"), ("**.py", "python")]
    found = {
        message[0] if isinstance(message, tuple) else message
        for _, _, message, _, _ in extract_from_dir(room, methods, keywords=keywords)
    }
    catalogue = english_catalogue(Path(web.__file__).parent)
    # a message with a plural has no single form to ask for
    missing = {
        message
        for message in found
        if message == catalogue.gettext(message) == catalogue.ngettext(message, message, 2)
    }
    assert not missing


def test_two_rooms_may_not_translate_one_message_differently(tmp_path):
    for room, english in (("a", "Case"), ("b", "Matter")):
        (tmp_path / room).mkdir()
        text = f'msgid "เรื่อง"\nmsgstr "{english}"\n'
        (tmp_path / room / "en.po").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="เรื่อง"):
        english_catalogue(tmp_path)
