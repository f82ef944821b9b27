"""Forms as HTML: every control has its words, and what is shown binds back to what was given."""

from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from werkzeug.datastructures import FileStorage, MultiDict

from engine.errors import FormInvalid, Sentence
from engine.feel import compile_expression
from engine.forms import (
    Label,
    Option,
    check_answers,
    hidden_ids,
    initial_answers,
    parse_form,
)
from engine.forms.components import (
    CheckboxField,
    ChoiceField,
    ComputedField,
    DateField,
    FileField,
    NumberField,
    Rows,
    TimeField,
    level,
)
from engine.forms.vocabulary import OFFICE_LISTS
from web.form_pages import (
    DateChooser,
    FormView,
    RowChange,
    bind,
    render_answers,
    render_blank,
    render_form,
    with_change,
)

FORMS = sorted((Path(__file__).parents[3] / "forms").glob("*.json"))
TODAY = date(2026, 11, 19)
OPTIONS = {
    name: (Option("v1", Label("หนึ่ง", "One")), Option("v2", Label("สอง"))) for name in OFFICE_LISTS
}
# What the form of a question begins with.
OPTIONS["channels"] += (Option("telephone", Label("โทรศัพท์", "Telephone")),)
KNOWN = {
    "findings": [{"issue": "ประเด็นหนึ่ง"}, {"issue": "ประเด็นสอง"}],
    "contactable": [{"party": "v1"}],
    "party": "v1",
    "duplicate_hint": "คล้ายเรื่องก่อน",
    "reports": [{"from": "กลุ่มงานหนึ่ง", "date": "5 พ.ย. 2569", "finding": "มีมูล"}],
}
NAMES = {"options": OPTIONS, "known": KNOWN, "uploads": {"b1": "หนึ่ง.pdf", "b2": "สอง.pdf"}}
by_name = pytest.mark.parametrize("name", [path.stem for path in FORMS])


@cache
def schema_of(name):
    path = FORMS[0].parent / f"{name}.json"
    return parse_form(path.read_bytes(), path.name)


def evaluate(text, names):
    return compile_expression(text).evaluate(names).value


def view_of(name, answers=None, **more):
    schema = schema_of(name)
    shown = initial_answers(schema, today=TODAY, known=KNOWN) if answers is None else answers
    return FormView(
        schema=schema,
        answers=shown,
        options=OPTIONS,
        known=KNOWN,
        uploads=NAMES["uploads"],
        **more,
    )


def page(rendered):
    tree = html.document_fromstring(f"<body><form>{rendered}</form></body>")
    for area in tree.xpath("//textarea"):
        # A browser drops the line break that follows the tag; libxml2 does not.
        area.text = (area.text or "").removeprefix("\n")
    return tree


def posted_by(tree):
    """Give what a browser would send for the form as it stands, no button pressed."""
    return MultiDict(
        [
            (name, value if value is not None else "")
            for name, value in tree.forms[0].form_values()
            if name != "_refresh"
        ]
    )


def controls_of(tree):
    return [
        control
        for control in tree.xpath("//input|//select|//textarea")
        if control.get("type") not in {"hidden", "submit"}
    ]


@by_name
@pytest.mark.parametrize("language", ["th", "en"])
def test_every_control_has_one_label_of_its_own_with_words(name, language):
    tree = page(render_form(view_of(name, language=language)))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    for control in controls_of(tree):
        (label,) = tree.xpath(f"//label[@for='{control.get('id')}']")
        assert label.text_content().strip()
    for group in tree.xpath("//fieldset"):
        assert group.xpath("./legend")[0].text_content().strip()


@by_name
def test_every_message_is_linked_from_the_summary_and_tied_to_its_control(name):
    schema = schema_of(name)
    empty = {}
    with pytest.raises(FormInvalid) as refused:
        check_answers(schema, empty, today=TODAY, names=NAMES, evaluate=evaluate)
    hidden = hidden_ids(schema, empty, today=TODAY, names=NAMES, evaluate=evaluate)
    tree = page(render_form(view_of(name, empty, messages=refused.value.messages, hidden=hidden)))
    links = [link.get("href")[1:] for link in tree.xpath("//div[@class='errors']//a")]
    assert len(links) == len(refused.value.messages)
    for target in links:
        (control,) = tree.xpath(f"//*[@id='{target}']")
        holder = control.xpath("ancestor-or-self::*[contains(@class, 'field-err')]")[-1]
        told = {
            part
            for each in holder.xpath("descendant-or-self::*/@aria-describedby")
            for part in each.split()
        }
        (message,) = holder.xpath("./p[@class='err'] | ./div/p[@class='err']")
        assert message.get("id") in told
    described = {part for each in tree.xpath("//@aria-describedby") for part in each.split()}
    assert described <= set(tree.xpath("//@id"))


@by_name
def test_no_attribute_carries_a_style_or_a_script(name):
    tree = page(render_form(view_of(name, refresh_url="/x")))
    assert not tree.xpath("//@style | //script | //@onclick | //@onchange")


@by_name
def test_pressing_enter_in_a_text_box_only_looks_again(name):
    tree = page(render_form(view_of(name)))
    first = tree.xpath("//button")[0]
    assert first.get("name") == "_refresh"
    assert bind(schema_of(name), MultiDict({"_refresh": "1"})).change == RowChange()


@by_name
def test_an_untouched_form_binds_to_what_it_showed(name):
    view = view_of(name)
    assert bind(view.schema, posted_by(page(render_form(view)))).answers == asked(
        view.schema.components, view.answers
    )


def asked(components, answers):
    """Keep of the answers what a form asks: nothing read-only, nothing computed."""
    kept = {}
    for component in level(components):
        if isinstance(component, Rows):
            rows = answers.get(component.key) or []
            kept[component.key] = [asked(component.components, row) for row in rows]
        elif (
            hasattr(component, "readonly")
            and not component.readonly
            and not isinstance(component, ComputedField)
        ):
            kept[component.key] = answers.get(component.key) or blank_of(component)
    return kept


def blank_of(field):
    if isinstance(field, CheckboxField):
        return False
    is_list = isinstance(field, FileField) or (isinstance(field, ChoiceField) and field.multiple)
    return [] if is_list else None


words = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)


def answer_to(field):  # noqa: PLR0911  # one strategy a kind of field
    values = ["v1", "v2"]
    match field:
        case CheckboxField():
            return st.booleans()
        case ChoiceField(multiple=multiple):
            own = [option.value for option in field.options] or values
            if multiple:
                return st.lists(st.sampled_from(own), unique=True).map(
                    lambda chosen: sorted(chosen, key=own.index)
                )
            return st.sampled_from(own) | st.none()
        case FileField():
            return st.lists(st.sampled_from(["b1", "b2"]), unique=True)
        case DateField():
            typed = st.fixed_dictionaries(
                {
                    "day": st.just("99"),
                    "month": st.sampled_from(["", "2"]),
                    "year": st.sampled_from(["", "สองพัน", "69"]),
                }
            )
            days = st.dates(date(1950, 1, 1), date(2090, 1, 1)).map(date.isoformat)
            return days | typed | st.none()
        case TimeField():
            return st.times().map("{:%H:%M}".format) | st.just("เที่ยง") | st.none()
        case NumberField(decimal_digits=0):
            return st.integers(-(10**12), 10**12) | st.just("สิบ") | st.none()
        case NumberField():
            return st.decimals(-9999, 9999, places=2).map(lambda n: f"{n:f}") | st.none()
        case _:
            return words | st.none()


def answers_to(components):
    parts = {}
    for component in level(components):
        if isinstance(component, Rows):
            rows = answers_to(component.components)
            count = len(KNOWN.get(component.key, ())) if component.fixed else None
            parts[component.key] = (
                st.lists(rows, max_size=3)
                if count is None
                else st.lists(rows, min_size=count, max_size=count)
            )
        elif (
            hasattr(component, "readonly")
            and not component.readonly
            and not isinstance(component, ComputedField)
        ):
            parts[component.key] = answer_to(component)
    return st.fixed_dictionaries(parts)


@given(st.sampled_from(FORMS), st.booleans(), st.data())
@settings(max_examples=50)
def test_what_was_typed_comes_back_from_the_page_that_shows_it(path, in_english, data):
    schema = schema_of(path.stem)
    answers = data.draw(answers_to(schema.components))
    hidden = hidden_ids(schema, answers, today=TODAY, names=NAMES, evaluate=evaluate)
    language = "en" if in_english else "th"
    tree = page(render_form(view_of(path.stem, answers, hidden=hidden, language=language)))
    assert bind(schema, posted_by(tree)).answers == answers


@given(
    st.sampled_from(FORMS),
    st.lists(st.tuples(st.text(max_size=20) | st.just("complainants._rows"), st.text(max_size=9))),
)
def test_binding_never_raises(path, pairs):
    schema = schema_of(path.stem)
    names = [key.replace(".", ".0.") for key in schema.read_keys()]
    typed = [(name, text) for name, (_, text) in zip(names, pairs, strict=False)]
    bound = bind(schema, MultiDict([*pairs, *typed]))
    assert set(bound.answers) <= {key for key in schema.read_keys() if "." not in key}


def test_typed_text_cannot_become_markup():
    evil = '"><script>alert(1)</script></textarea>'
    view = view_of("complaint_provincial.start", {"narrative": evil, "place": evil})
    for render in (render_form, render_answers):
        tree = page(render(view))
        assert not tree.xpath("//script")
        assert evil in tree.text_content() + str(tree.xpath("//@value"))


def test_rows_are_added_and_removed_by_buttons():
    name = "complaint_provincial.start"
    answers = initial_answers(schema_of(name), today=TODAY, known={})
    answers["complainants"] = [{"name": "ก"}, {"name": "ข"}]
    tree = page(render_form(view_of(name, answers)))
    assert tree.xpath("//button[@name='_add:complainants']")
    (remove, *_) = tree.xpath("//button[@name='_remove:complainants']")
    posted = posted_by(tree)
    posted.add(remove.get("name"), remove.get("value"))
    bound = bind(schema_of(name), posted)
    assert bound.change == RowChange("complainants", 0)
    after = with_change(schema_of(name), bound.answers, bound.change, today=TODAY)
    assert [row["name"] for row in after["complainants"]] == ["ข"]
    more = with_change(schema_of(name), after, RowChange("complainants", adds=True), today=TODAY)
    assert [row["name"] for row in more["complainants"]] == ["ข", None]


def test_a_list_takes_no_more_rows_than_its_limit():
    name = "complaint_provincial.start"
    full = {"sources": [{"letter_no": "1"}] * 10}
    tree = page(render_form(view_of(name, full)))
    assert not tree.xpath("//button[@name='_add:sources']")
    after = with_change(schema_of(name), full, RowChange("sources", adds=True), today=TODAY)
    assert len(after["sources"]) == 10


def test_fixed_rows_have_no_buttons():
    tree = page(render_form(view_of("unit_action.report")))
    assert not tree.xpath("//button[contains(@name, ':findings')]")
    assert len(tree.xpath("//fieldset[contains(@class, 'form-row')]/dl")) == 2


def test_answers_to_more_fixed_rows_than_there_are_now_are_asked_again():
    """One is gone since they were given, and which of the others each was about is lost."""
    as_many = {"findings": [{"finding": "founded"}] * 2}
    more = {"findings": [{"finding": "founded"}] * 3}
    chosen = [
        len(page(render_form(view_of("unit_action.report", answers))).xpath("//*[@checked]"))
        for answers in (as_many, more)
    ]
    assert chosen == [2, 0]


def test_recorded_answers_to_fixed_rows_are_shown():
    row = {"issue": "เรียกเงินหรือไม่", "finding": "unfounded", "facts": "เอกสารครบทุกฉบับ"}
    view = view_of("unit_action.report", {"findings": [row]})
    shown = page(render_answers(replace(view, known={}))).text_content()
    for said in ("เรียกเงินหรือไม่", "ไม่มีมูล", "เอกสารครบทุกฉบับ"):
        assert said in shown


def test_what_was_typed_into_a_field_now_hidden_is_carried_along():
    name = "complaint_provincial.sign_letter"
    answers = {"decision": "signed", "return_reason": "แก้เลขที่"}
    hidden = hidden_ids(schema_of(name), answers, today=TODAY, names=NAMES, evaluate=evaluate)
    tree = page(render_form(view_of(name, answers, hidden=hidden)))
    (carried,) = tree.xpath("//input[@name='return_reason']")
    assert (carried.get("type"), carried.get("value")) == ("hidden", "แก้เลขที่")


def test_an_answer_on_which_others_depend_has_a_button_that_works_without_scripts():
    tree = page(render_form(view_of("complaint_provincial.sign_letter")))
    (again,) = tree.xpath("//fieldset[@id='f-decision']//noscript//button")
    assert again.get("name") == "_refresh"
    assert not tree.xpath("//*[@hx-post]")
    watched = page(render_form(view_of("complaint_provincial.sign_letter", refresh_url="/again")))
    assert watched.xpath("//fieldset[@id='f-decision']/@hx-post") == ["/again"]


def test_files_come_apart_from_the_answers():
    name = "complaint_provincial.start"
    files = MultiDict(
        [("files", FileStorage(BytesIO(b"x"), "ก.pdf")), ("files", FileStorage(BytesIO(), ""))]
    )
    bound = bind(schema_of(name), MultiDict({"files": "b1"}), files)
    assert bound.answers["files"] == ["b1"]
    assert [(upload.path, upload.file.filename) for upload in bound.uploads] == [("files", "ก.pdf")]


@pytest.mark.parametrize(
    ("name", "key", "must_open"),
    [
        ("publish_document.bring_in", "document_file", True),
        ("complaint_provincial.start", "files", False),
    ],
)
def test_where_only_a_pdf_is_accepted_it_must_open(name, key, must_open):
    files = MultiDict([(key, FileStorage(BytesIO(b"x"), "ก.pdf"))])
    (upload,) = bind(schema_of(name), MultiDict(), files).uploads
    assert upload.must_open is must_open


def test_kept_answers_show_that_an_identity_exists_and_no_more():
    answers = {
        "respondent_kind": "v1",
        "narrative": "เหตุ\nสองบรรทัด",
        "complainants": [{"name": {"sealed": True}, "address": None, "contact_wish": "letter"}],
        "files": ["b1"],
    }
    view = view_of(
        "complaint_provincial.start",
        answers,
        case_fields={"received_on": date(2026, 11, 5), "place": "ห้องพัสดุ"},
        file_urls={"b1": "/files/b1"},
    )
    tree = page(render_answers(view))
    assert [each.text_content() for each in tree.xpath("//*[@class='sealed']")] == ["ปิดชื่อ"]
    assert "5 พฤศจิกายน 2569" in tree.text_content()
    assert "จดหมาย" in tree.text_content()
    assert tree.xpath("//a/@href") == ["/files/b1"]
    assert not tree.xpath("//input")


def test_a_clear_identity_among_kept_answers_is_not_shown():
    view = view_of("committee_inquiry.inquire", {"interviews": [{"witness": "นายพยาน"}]})
    assert "นายพยาน" not in render_answers(view)


@by_name
def test_a_blank_form_has_something_to_write_on_and_no_controls(name):
    tree = page(render_blank(view_of(name)))
    assert tree.xpath(
        "//*[@class='blank-line'] | //*[@class='blank-box'] | //*[@class='blank-date']"
    )
    assert not tree.xpath("//input | //select | //textarea | //button")


def test_thai_words_on_an_english_page_are_marked_as_thai():
    tree = page(render_form(view_of("unit_action.report", language="en")))
    assert not [
        element
        for element in tree.xpath("//label | //legend")
        if any("ก" <= letter <= "๛" for letter in element.text_content())
    ]
    select = page(render_form(view_of("complaint_provincial.archive", language="en")))
    assert select.xpath("//option[@value='v2']/@lang") == ["th"]


def test_a_blank_form_prints_as_many_empty_rows_as_are_asked_for():
    view = view_of("complaint_provincial.start")
    usual, more = page(render_blank(view)), page(render_blank(view, rows=5))
    heads = "//h4[starts-with(., 'ผู้ร้องเรียน')]"
    assert len(more.xpath(heads)) == 5
    assert len(usual.xpath(heads)) < 5


def test_a_blank_form_says_on_which_condition_a_part_is_asked():
    field = schema_of("complaint_provincial.decide").field("return_reason")
    words = {field.id: Sentence("ผลการพิจารณา: ส่งกลับแก้ไข", "Decision: Return")}
    tree = page(render_blank(view_of("complaint_provincial.decide"), words))
    (part,) = tree.xpath("//*[@class='blank-if']")
    assert "กรอกเฉพาะเมื่อ ผลการพิจารณา: ส่งกลับแก้ไข" in part.text_content()
    assert "เหตุที่ส่งกลับ" in part.text_content()


def test_a_long_list_of_the_office_is_a_line_on_paper():
    long = {"units": [Option(str(n), Label(f"กลุ่มงานที่ {n}")) for n in range(30)]}
    view = replace(view_of("complaint_provincial.start"), options=long)
    assert "กลุ่มงานที่ 7" not in page(render_blank(view)).text_content()


def test_a_date_offers_a_calendar_that_knows_its_limits():
    chooser = DateChooser(date(2026, 11, 23), "/days-off")
    view = view_of("complaint_provincial.sort", chooser=chooser)
    tree = page(render_form(view))
    (button,) = tree.xpath("//button[@data-choose-date]")
    assert button.get("data-choose-date") == "วันที่คัดแยกจริง"
    assert (button.get("data-max"), button.get("data-min")) == ("2026-11-23", None)
    assert tree.xpath("//dialog/@data-days-off") == ["/days-off"]
    assert not page(render_form(view_of("complaint_provincial.sort"))).xpath("//dialog")
