import re
from pathlib import Path

import pytest
from lxml import etree

from engine.errors import DefinitionInvalid
from engine.resources import bundled_dir
from web.case_file.diagram import Mark, State, draw, plan_of

NAMES = "xmlns:bpmn='http://www.omg.org/spec/BPMN/20100524/MODEL' \
xmlns:bpmndi='http://www.omg.org/spec/BPMN/20100524/DI' \
xmlns:dc='http://www.omg.org/spec/DD/20100524/DC' xmlns:di='http://www.omg.org/spec/DD/20100524/DI'"


def file_of(elements, shapes):
    return (
        f"<bpmn:definitions {NAMES}><bpmn:process id='p'>{elements}</bpmn:process>"
        f"<bpmndi:BPMNDiagram><bpmndi:BPMNPlane bpmnElement='p'>{shapes}</bpmndi:BPMNPlane>"
        "</bpmndi:BPMNDiagram></bpmn:definitions>"
    ).encode()


def shape(element, x=0, y=0, width=140, height=80, inside="", **attributes):
    words = "".join(f" {key}='{value}'" for key, value in attributes.items())
    bounds = f"<dc:Bounds x='{x}' y='{y}' width='{width}' height='{height}'/>"
    return f"<bpmndi:BPMNShape bpmnElement='{element}'{words}>{bounds}{inside}</bpmndi:BPMNShape>"


def edge(element, *points):
    waypoints = "".join(f"<di:waypoint x='{x}' y='{y}'/>" for x, y in points)
    return f"<bpmndi:BPMNEdge bpmnElement='{element}'>{waypoints}</bpmndi:BPMNEdge>"


def drawn(bpmn, **options):
    return etree.fromstring(draw(bpmn, title="ผัง", description="คำอธิบาย", **options))


def node(svg, element, prefix="dg"):
    (found,) = svg.xpath(f"//g[@id='{prefix}-{element}']")
    return found


def spoken(element):
    return [" ".join(text.itertext()) for text in element.iter("text")]


def delivered():
    return sorted(bundled_dir("processes").glob("*.bpmn"))


KINDS = [
    "task",
    "userTask",
    "serviceTask",
    "scriptTask",
    "manualTask",
    "sendTask",
    "receiveTask",
    "businessRuleTask",
    "subProcess",
    "transaction",
    "adHocSubProcess",
    "startEvent",
    "endEvent",
    "intermediateCatchEvent",
    "intermediateThrowEvent",
    "exclusiveGateway",
    "parallelGateway",
    "inclusiveGateway",
    "complexGateway",
    "eventBasedGateway",
    "dataObjectReference",
    "dataStoreReference",
    "textAnnotation",
    "group",
    "unheardOf",
]
ONE_TASK = file_of("<bpmn:userTask id='t' name='รับเรื่อง'/>", shape("t"))


@pytest.mark.parametrize("file", delivered(), ids=lambda file: file.stem)
def test_every_shape_and_line_of_a_delivered_process_is_drawn_once(file: Path):
    bpmn = file.read_bytes()
    plan = plan_of(bpmn)
    elements = [group.get("data-element") for group in drawn(bpmn).iterfind(".//g[@data-element]")]
    assert sorted(elements) == sorted(part.element for part in (*plan.shapes, *plan.lines))
    assert plan.lines


@pytest.mark.parametrize("file", delivered(), ids=lambda file: file.stem)
def test_no_delivered_process_needs_a_shortened_name(file: Path):
    assert "…" not in draw(file.read_bytes(), title="", description="")


def test_a_drawing_carries_no_style_and_no_colour():
    for file in delivered():
        svg = drawn(file.read_bytes(), marks={"register": Mark(State.NOW, 3, "4", "เกิน 1")})
        for element in svg.iter():
            assert not {"style", "fill", "stroke", "onclick"} & set(element.attrib)
        assert not list(svg.iter("style", "script"))


def test_a_drawing_says_what_it_shows():
    svg = drawn(ONE_TASK, prefix="here")
    assert svg.get("role") == "img"
    assert svg.findtext("title") == "ผัง"
    assert svg.find("title").get("id") == svg.get("aria-labelledby") == "here-t"
    assert svg.find("desc").get("id") == svg.get("aria-describedby") == "here-d"


def test_a_name_that_looks_like_markup_stays_text():
    wicked = "&lt;script&gt;alert(1)&lt;/script&gt;&lt;b onload=x&gt;"
    bpmn = file_of(f"<bpmn:userTask id='t' name='{wicked}'/>", shape("t", width=600))
    html = draw(bpmn, title="<script>", description="</svg>")
    assert set(re.findall(r"<(\w+)", html)) == {
        "svg",
        "title",
        "desc",
        "g",
        "rect",
        "path",
        "text",
        "tspan",
    }
    assert "<script>alert(1)</script><b onload=x>" in spoken(etree.fromstring(html))[0]


def test_bytes_that_are_unsafe_are_refused():
    with pytest.raises(DefinitionInvalid):
        draw(b"<!DOCTYPE x><x/>", title="", description="")


def test_a_file_without_a_picture_gives_an_empty_drawing():
    svg = drawn(f"<bpmn:definitions {NAMES}/>".encode())
    assert not list(svg.iterfind(".//g[@data-element]"))


@pytest.mark.parametrize("bad", ["", "x", "nan", "inf", "1e300", "-5"])
def test_a_shape_without_a_usable_place_is_left_out(bad):
    bpmn = file_of(
        "<bpmn:task id='a'/><bpmn:task id='b'/>", shape("a", width=bad) + shape("b", x=10)
    )
    assert [found.element for found in plan_of(bpmn).shapes] == ["b"]


def test_a_shape_of_no_element_and_a_line_to_nowhere_are_left_out():
    bpmn = file_of(
        "<bpmn:task id='a'/><bpmn:sequenceFlow id='f'/>", shape("gone") + edge("f", (1, 1))
    )
    assert plan_of(bpmn).shapes == plan_of(bpmn).lines == ()


def test_the_own_line_breaks_of_a_name_are_kept():
    bpmn = file_of("<bpmn:userTask id='t' name='ยุติเรื่อง /&#10;แจ้งผู้ร้องเรียน'/>", shape("t"))
    lines = [line.text for line in node(drawn(bpmn), "t").iter("tspan")]
    assert lines == ["ยุติเรื่อง /", "แจ้งผู้ร้องเรียน"]


def test_a_long_name_never_grows_out_of_its_box_and_is_whole_in_the_tip():
    name = "รายงานผลการตรวจสอบข้อเท็จจริงและความเห็นเสนอหัวหน้าหน่วยงานเพื่อพิจารณาสั่งการต่อไป" * 3
    bpmn = file_of(f"<bpmn:userTask id='t' name='{name}'/>", shape("t"))
    group = node(drawn(bpmn), "t")
    lines = [float(line.get("y")) for line in group.iter("tspan")]
    assert lines[0] - 13 >= 0
    assert lines[-1] <= 80
    assert list(group.iter("tspan"))[-1].text.endswith("…")
    assert group.findtext("title") == name


@pytest.mark.parametrize(
    ("state", "css"),
    [(State.DONE, "done"), (State.NOW, "now"), (State.AHEAD, "fut")],
)
def test_the_state_of_a_step_is_a_class(state, css):
    assert node(drawn(ONE_TASK, marks={"t": Mark(state)}), "t").get("class") == css


def test_only_a_finished_step_carries_a_tick():
    for state in State:
        ticks = drawn(ONE_TASK, marks={"t": Mark(state)}).xpath("//circle[@class='tick-c']")
        assert len(ticks) == (state is State.DONE)


def test_a_taken_path_is_thicker_and_so_is_its_arrow():
    bpmn = delivered_complaint()
    svg = drawn(bpmn, marks={"f_received__register": Mark(State.TAKEN)})
    taken = svg.xpath("//g[@data-element='f_received__register']/path/@class")
    other = svg.xpath("//g[@data-element='f_register__split']/path/@class")
    assert taken == ["flow taken", "arrow-t"]
    assert other == ["flow", "arrow"]


def delivered_complaint():
    return (bundled_dir("processes") / "complaint_provincial.bpmn").read_bytes()


def test_counts_are_badges_that_readers_of_the_screen_hear_as_the_note():
    mark = Mark(heat=5, count="๑๑", late="เกิน ๒", note="งานเปิด ๑๑ เกินกำหนด ๒")
    svg = drawn(ONE_TASK, marks={"t": mark})
    assert node(svg, "t").get("class") == "h5"
    assert svg.xpath("//g[@aria-hidden='true']/text/text()") == ["๑๑", "เกิน ๒"]
    assert node(svg, "t").findtext("title") == "รับเรื่อง งานเปิด ๑๑ เกินกำหนด ๒"


def test_the_late_badge_gives_way_to_a_timer_on_the_edge():
    elements = "<bpmn:userTask id='t'/><bpmn:boundaryEvent id='e' attachedToRef='t'/>"
    free = file_of(elements, shape("t"))
    taken = file_of(elements, shape("t") + shape("e", x=100, y=-18, width=36, height=36))
    marks = {"t": Mark(count="3", late="เกิน 1")}
    left = [
        float(drawn(bpmn, marks=marks).xpath("//rect[@class='l']/@x")[0]) for bpmn in (free, taken)
    ]
    assert left[1] < left[0]


def test_a_linked_step_can_be_reached_and_the_drawing_is_then_no_image():
    svg = drawn(ONE_TASK, links={"t": "/steps/t?a=1&b=2"}, marks={"t": Mark(note="3 งาน")})
    (link,) = svg.iter("a")
    assert svg.get("role") == "group"
    assert link.get("href") == "/steps/t?a=1&b=2"
    assert link.get("aria-label") == "รับเรื่อง 3 งาน"
    assert link.find("g").get("id") == "dg-t"


def test_where_i_am_shows_the_step_its_lane_and_its_neighbours_only():
    bpmn = delivered_complaint()
    whole, part = drawn(bpmn), drawn(bpmn, focus="sort")
    frame_x, frame_y, width, height = map(float, part.get("viewBox").split())
    box = plan_of(bpmn).find("sort").box
    assert (width, height) == (440, 280)
    assert frame_x < box.x
    assert box.right < frame_x + width
    assert frame_y < box.y
    assert box.bottom < frame_y + height
    assert len(list(part.iter())) < len(list(whole.iter())) / 3
    assert any("เจ้าหน้าที่" in text for text in spoken(part))
    assert not part.xpath("//g[@id='dg-archive']")


def test_where_i_am_shows_no_emptiness_beside_the_picture():
    bpmn = delivered_complaint()
    whole = drawn(bpmn).get("viewBox").split()
    part = drawn(bpmn, focus="filed").get("viewBox").split()
    right = float(whole[0]) + float(whole[2])
    assert float(part[0]) + float(part[2]) == pytest.approx(right)


def test_an_unknown_focus_draws_the_whole():
    assert drawn(ONE_TASK, focus="gone").get("viewBox") == drawn(ONE_TASK).get("viewBox")


def test_english_names_replace_thai_ones_and_the_rest_is_marked_as_thai():
    bpmn = delivered_complaint()
    words = spoken(drawn(bpmn, lang="en"))
    assert any("Complaint received" in text for text in words)
    assert "Handling complaints about corruption and misconduct" in " ".join(words)
    thai = drawn(ONE_TASK, lang="en").xpath("//text[@lang='th']")
    assert [" ".join(text.itertext()) for text in thai] == ["รับเรื่อง"]


def test_a_timer_that_does_not_interrupt_is_dashed_and_one_that_does_is_not():
    elements = (
        "<bpmn:boundaryEvent id='soft' cancelActivity='false'><bpmn:timerEventDefinition/>"
        "</bpmn:boundaryEvent><bpmn:boundaryEvent id='hard'><bpmn:timerEventDefinition/>"
        "</bpmn:boundaryEvent>"
    )
    svg = drawn(file_of(elements, shape("soft", width=36, height=36) + shape("hard", x=90)))
    assert node(svg, "soft").xpath("circle/@class") == ["ev dash", "ev-in dash"]
    assert node(svg, "hard").xpath("circle/@class") == ["ev", "ev-in"]


@pytest.mark.parametrize(
    ("inside", "signs"),
    [("", 1), ("<bpmn:multiInstanceLoopCharacteristics/>", 2)],
)
def test_a_call_activity_is_thick_and_shows_how_often_it_runs(inside, signs):
    bpmn = file_of(f"<bpmn:callActivity id='t'>{inside}</bpmn:callActivity>", shape("t"))
    group = node(drawn(bpmn), "t")
    assert group.find("rect").get("class") == "task call"
    assert len(group.findall("path")) == signs


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_element_has_a_drawing(kind):
    bpmn = file_of(
        f"<bpmn:{kind} id='t' name='ก'><bpmn:text>ก</bpmn:text></bpmn:{kind}>", shape("t")
    )
    assert len(node(drawn(bpmn), "t")) > 0


def test_a_line_stops_before_the_tip_of_its_arrow_and_a_label_stands_without_a_place():
    elements = "<bpmn:sequenceFlow id='f' name='ใช่'/>"
    svg = drawn(file_of(elements, edge("f", (0, 0), (100, 0), (100, 60))))
    flow, arrow = svg.xpath("//g[@data-element='f']/path/@d")
    assert flow.endswith("L100 53")
    assert arrow.startswith("M100 60L")
    assert spoken(svg) == ["ใช่"]


def test_turned_names_of_lanes_turn_only_where_the_pool_lies():
    lanes = "<bpmn:lane id='a' name='ก'/><bpmn:lane id='b' name='ข'/>"
    shapes = shape("a", width=300, height=200) + shape("b", x=400, height=300, isHorizontal="false")
    svg = drawn(file_of(lanes, shapes))
    turned = [bool(re.search("rotate", text.get("transform"))) for text in svg.iter("text")]
    assert turned == [True, False]
