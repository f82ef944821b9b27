"""The owner changes a running diagram, a second person publishes it, cases stay on theirs."""

import io
import json
import re
import zipfile

from lxml import etree
from playwright.sync_api import expect
from sqlalchemy import select

from engine.definitions.adoption import find_adoption, get_adopted_edition
from engine.definitions.editing import start_draft
from engine.office.roles import Role
from engine.store import tables

MAIN = "complaint_provincial"
OWNER, APPROVER = Role.PROCESS_OWNER, Role.PUBLICATION_APPROVER
ROOM = "/provincial/studio/"


def ready(page):
    expect(page.locator("html")).to_have_attribute("data-ready", "yes", timeout=15_000)


def add_step(page, after: str, name: str, name_en: str, identity: str):
    """Put a step with a form of its own behind another, by keyboard and without a drag."""
    page.click(f"button[data-element={after}]")
    page.click("text=เพิ่มขั้นต่อจากนี้")
    page.fill("#field-name", name)
    page.fill("#field-name-en", name_en)
    page.fill("#field-id", identity)
    page.press("#field-id", "Tab")
    page.click("text=สร้างแบบฟอร์มใหม่ของขั้นนี้")
    expect(page.locator("#field-form")).to_have_value(f"{MAIN}.{identity}")


def begin(live) -> str:
    """Begin a draft of the main process and return the address of its page."""
    with live.store.unit(live.office.actor(OWNER)) as uow:
        draft_id = start_draft(uow, MAIN)
    return live.at(f"{ROOM}drafts/{draft_id}")


def test_the_room_stays_marked_in_the_navigation_on_its_inner_pages(live, browser_pages):
    page = browser_pages()
    live.begin_session(page, OWNER)
    page.goto(begin(live))
    expect(page.locator(".nav [aria-current]")).to_have_text("กระบวนงาน")


def editions_of_cases(live):
    table = tables.instance
    with live.store.reading(live.office.system) as uow:
        rows = uow.connection.execute(
            select(table.c.case_id, table.c.edition).where(table.c.process_id == MAIN)
        ).all()
    return dict(map(tuple, rows))


def running(live):
    with live.store.reading(live.office.system) as uow:
        return get_adopted_edition(uow, MAIN)


def everything_in(xml: bytes) -> list[tuple]:
    """Every element with its attributes and text, wherever it stands in its parent."""
    return sorted(
        (
            node.tag,
            tuple(sorted(node.attrib.items())),
            " ".join((node.text or "").split()),
            node.getparent().get("id", node.getparent().tag)
            if node.getparent() is not None
            else "",
        )
        for node in etree.fromstring(xml).iter(etree.Element)
    )


def test_a_step_with_a_form_is_added_approved_and_met_by_new_cases_only(
    live, browser_pages, axe_findings
):
    old_case = live.story.lodge()
    before = running(live)
    page = browser_pages()
    live.begin_session(page, OWNER)
    page.goto(live.at(ROOM + MAIN))
    page.click("text=เริ่มร่างฉบับใหม่")
    draft = page.url

    page.goto(f"{draft}/process/{MAIN}")
    ready(page)
    add_step(page, "sort", "ตรวจเอกสาร", "Check the papers", "check_papers")
    page.select_option("#field-deadline", "sorting")
    assert axe_findings(page) == []
    page.click("#save")
    expect(page.locator("#studio-state")).to_have_text("เก็บร่างแล้ว")
    expect(page.locator("#problems")).to_have_text("ไม่มีข้อที่ต้องแก้")
    expect(page.locator("#field-name-en")).to_have_value("Check the papers")

    page.goto(f"{draft}/form/{MAIN}.check_papers")
    ready(page)
    expect(page.locator("#preview")).to_contain_text("บันทึกผล")
    assert axe_findings(page) == []

    page.goto(draft)
    expect(page.locator("main")).to_contain_text("ตรวจเอกสาร")
    page.fill("[name=note]", "ให้มีคนตรวจเอกสารก่อนเสนอ")
    page.click("button:has-text('ส่งตรวจทาน')")
    expect(page.locator("[role=status]")).to_contain_text("ส่งตรวจทานแล้ว")
    assert running(live) == before

    second = browser_pages()
    live.begin_session(second, APPROVER)
    second.goto(f"{draft}/review")
    main = second.locator("main")
    expect(main).to_contain_text("ตรวจเอกสาร")
    expect(main).to_contain_text("เรื่องที่กำลังดำเนินการ 1 เรื่อง อยู่บนฉบับที่ 1")
    expect(main).to_contain_text("ให้มีคนตรวจเอกสารก่อนเสนอ")
    assert axe_findings(second) == []
    second.click("text=อนุมัติและประกาศใช้")
    expect(second.locator("[role=status]")).to_contain_text("ประกาศใช้ฉบับที่ 2 แล้ว")

    after = running(live)
    new_case = live.story.lodge()
    assert editions_of_cases(live) == {old_case: before.sha256, new_case: after.sha256}
    assert b"check_papers" in after.sources[MAIN]
    assert f"{MAIN}.check_papers" in after.forms
    live.story.do(old_case, "register")
    live.story.do(old_case, "sort")
    live.story.do(old_case, "draft_letter")


def test_saving_a_drawing_keeps_every_element_attribute_and_extension(live, browser_pages):
    page = browser_pages()
    live.begin_session(page, OWNER)
    draft = begin(live)
    original = running(live).sources[MAIN]
    page.goto(f"{draft}/process/{MAIN}")
    ready(page)
    page.click("button[data-element=sort]")
    page.fill("#field-step", "๙")
    page.press("#field-step", "Tab")
    page.click("#save")
    expect(page.locator("#studio-state")).to_have_text("เก็บร่างแล้ว")
    saved = page.request.get(f"{draft}/files/process/{MAIN}").body()
    assert saved != original
    step = '<camunda:property name="step" value="{}" />'
    head, sort, tail = original.decode().partition('<bpmn:userTask id="sort"')
    tail = tail.replace(step.format("๒"), step.format("๙"), 1)
    expected = everything_in((head + sort + tail).encode())
    assert everything_in(saved) == expected


def test_an_untouched_file_leaves_as_the_same_bytes(live, browser_pages):
    page = browser_pages()
    live.begin_session(page, OWNER)
    draft = begin(live)
    edition = running(live)
    page.goto(f"{draft}/process/{MAIN}")
    ready(page)
    page.click("#save")
    expect(page.locator("#studio-state")).to_have_text("เก็บร่างแล้ว")
    packed = page.request.get(f"{draft}.zip").body()
    whole = page.request.get(live.at(f"{ROOM}{MAIN}/editions/1.zip")).body()
    for data in (packed, whole):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = {name: archive.read(name) for name in archive.namelist()}
        assert found == {
            **{f"processes/{name}.bpmn": data for name, data in edition.sources.items()},
            **{f"forms/{name}.json": data for name, data in edition.forms.items()},
        }
    one = page.request.get(live.at(f"{ROOM}{MAIN}/editions/1/process/{MAIN}")).body()
    assert one == edition.sources[MAIN]


def test_a_fault_is_told_on_the_canvas_and_the_list_leads_to_it(live, browser_pages):
    page = browser_pages()
    live.begin_session(page, OWNER)
    draft = begin(live)
    page.goto(f"{draft}/process/{MAIN}")
    ready(page)
    page.click("button[data-element=sort]")
    page.select_option("#field-form", "")
    expect(page.locator(".lint-error")).to_have_count(1)
    page.click("button[data-element=decide]")
    page.locator("#problems button", has_text="ไม่มีแบบฟอร์ม").click()
    expect(page.locator("#field-id")).to_have_value("sort")
    page.click("#save")
    expect(page.locator("#studio-state")).to_have_text("เก็บร่างแล้ว")
    page.goto(draft)
    expect(page.locator("main")).to_contain_text("ต้องแก้ก่อนส่งตรวจทาน")
    page.fill("[name=note]", "ลอง")
    page.click("button:has-text('ส่งตรวจทาน')")
    expect(page.locator("main [role=alert]")).to_contain_text("ข้อผิดพลาด")
    expect(page.locator("[name=note]")).to_have_value("ลอง")


def test_two_people_in_one_draft_are_told_and_nothing_typed_is_lost(live, browser_pages):
    pages = []
    draft = begin(live)
    for _ in range(2):
        page = browser_pages()
        live.begin_session(page, OWNER)
        page.goto(f"{draft}/process/{MAIN}")
        ready(page)
        pages.append(page)
    for number, page in enumerate(pages):
        page.click("button[data-element=sort]")
        page.fill("#field-name-en", f"Sort {number}")
        page.click("#save")
    expect(pages[0].locator("#studio-state")).to_have_text("เก็บร่างแล้ว")
    expect(pages[1].locator("#studio-said")).to_contain_text("นภา ตัวอย่าง")
    expect(pages[1].locator("#field-name-en")).to_have_value("Sort 1")
    expect(pages[1].locator("#studio-state")).to_have_text("มีการแก้ที่ยังไม่ได้เก็บ")
    for page in pages:
        page.on("dialog", lambda dialog: dialog.accept())


def test_thai_labels_break_between_words(live, browser_pages):
    """No line of a label on the canvas begins with a vowel or tone mark that hangs on a letter."""
    page = browser_pages()
    live.begin_session(page, OWNER)
    draft = begin(live)
    page.goto(f"{draft}/process/{MAIN}")
    ready(page)
    lines = page.locator("#canvas tspan").all_text_contents()
    assert len(lines) > 30
    assert [line for line in lines if re.match("[ะ-ฺ็-๎]", line)] == []
    assert page.locator(".bjs-powered-by").is_visible()


def test_the_form_editor_is_set_in_the_face_that_has_thai(live, browser_pages):
    page = browser_pages()
    live.begin_session(page, OWNER)
    page.goto(f"{begin(live)}/form/{MAIN}.sort")
    ready(page)
    for part in (".fjs-palette-header", ".fjs-palette-field", ".fjs-form label"):
        expect(page.locator(f".form-canvas {part}").first).to_have_css(
            "font-family", re.compile("^Sarabun")
        )
    canvas, preview = (
        page.locator(part).bounding_box() for part in ("#form-editor", ".studio-below")
    )
    assert preview["y"] - canvas["y"] - canvas["height"] >= 16


def test_the_owner_adds_a_field_and_sees_it_as_officers_will(live, browser_pages):
    page = browser_pages()
    live.begin_session(page, OWNER)
    draft = begin(live)
    name = f"{MAIN}.sort"
    page.goto(f"{draft}/form/{name}")
    ready(page)
    expect(page.locator(".fjs-palette-field[data-field-type=html]")).to_be_hidden()
    field = page.locator(".fjs-palette-field[data-field-type=textarea]")
    expect(field).to_contain_text("ข้อความหลายบรรทัด")
    field.focus()
    field.press("Enter")
    expect(page.locator("#preview")).to_contain_text("ข้อความหลายบรรทัด")
    page.click("#save")
    expect(page.locator("#studio-state")).to_have_text("เก็บร่างแล้ว")
    saved = page.request.get(f"{draft}/files/form/{name}").json()
    before = json.loads(running(live).forms[name])
    kept, (added,) = saved["components"][:-1], saved["components"][-1:]
    assert [one["id"] for one in kept] == [one["id"] for one in before["components"]]
    assert added["type"] == "textarea"
    assert {**saved, "components": []} == {**before, "components": []}


def test_a_returned_draft_says_why(live, browser_pages, axe_findings):
    page = browser_pages()
    live.begin_session(page, OWNER)
    draft = begin(live)
    page.goto(draft)
    data = running(live).sources[MAIN].replace("๑ ลงรับ".encode(), "๑ รับ".encode())
    page.click("text=เพิ่มแบบฟอร์มหรือนำเข้าแฟ้ม")
    page.set_input_files(
        "#import-files",
        {"name": f"{MAIN}.bpmn", "mimeType": "application/xml", "buffer": data},
    )
    page.click("button:has-text('นำเข้า')")
    expect(page.locator("[role=status]")).to_contain_text("นำเข้าแล้ว 1 แฟ้ม")
    assert page.request.get(f"{draft}/files/process/{MAIN}").body() == data
    page.fill("[name=note]", "สั้นลง")
    page.click("button:has-text('ส่งตรวจทาน')")

    second = browser_pages()
    live.begin_session(second, APPROVER)
    second.goto(live.at(ROOM))
    second.click("text=เปิดร่าง")
    second.click("text=เปิดหน้าตรวจทาน")
    second.click("button:has-text('ส่งกลับแก้ไข')")
    expect(second.locator("p.err")).to_be_visible()
    second.fill("[name=note]", "ชื่อเดิมชัดกว่า")
    second.click("button:has-text('ส่งกลับแก้ไข')")
    expect(second.locator("[role=status]")).to_contain_text("ส่งกลับแก้ไขแล้ว")
    page.goto(draft)
    expect(page.locator("main")).to_contain_text("ชื่อเดิมชัดกว่า")
    assert axe_findings(page) == []
    with live.store.reading(live.office.system) as uow:
        assert find_adoption(uow, MAIN).number == 1


def test_pages_fit_and_have_no_finding(live, browser_pages, look):
    page = browser_pages()
    live.begin_session(page, OWNER)
    draft = begin(live)
    for place in (live.at(ROOM), live.at(ROOM + MAIN), draft, f"{draft}/discard"):
        page.goto(place)
        look(page, place.rpartition("/studio/")[2].replace("/", "-"))
    for place in (f"{draft}/process/{MAIN}", f"{draft}/form/{MAIN}.sort"):
        page.goto(place)
        ready(page)
        look(page, place.rpartition("/studio/")[2].replace("/", "-"))


def test_the_room_is_closed_to_everybody_else(live, browser_pages):
    draft = begin(live)
    for role in (Role.OFFICER, Role.HEAD, Role.AUDITOR, Role.ADMINISTRATOR):
        page = browser_pages()
        live.begin_session(page, role)
        for place in (live.at(ROOM), draft, f"{draft}.zip", f"{draft}/process/{MAIN}"):
            assert page.request.get(place).status == 403, (role, place)
