"""Files made to harm: each class of the threat list, with what lint has to say of it."""

import gzip
from collections.abc import Mapping

import pytest

from engine.bpmn.lint import FileReport, Grade, grade_of, lint_definition
from engine.bpmn.xml import MAX_BYTES
from tests.unit.lint.making import chain, nested
from tests.unit.lint.sketches import HEAD, ROLES, document, form, forms_of, sketch
from tests.unit.lint.wrong import WRONG

PLAIN = ("start s", "user a", "end e", "s -> a", "a -> e")
FORMS = forms_of(*PLAIN)


def judged(data: bytes, forms: Mapping[str, bytes] = FORMS) -> FileReport:
    report = lint_definition({"p.bpmn": data}, forms, roles=ROLES, deadlines=("first_notice",))
    return report.files[0]


def with_prolog(prolog: str, name: str = "ขั้น a") -> bytes:
    text = sketch(*PLAIN).decode().replace('name="ขั้น a"', f'name="{name}"')
    return text.replace("?>\n", f"?>\n{prolog}\n", 1).encode()


def inner(old: str, new: str) -> bytes:
    text = sketch(*PLAIN).decode()
    assert old in text
    return text.replace(old, new).encode()


def billion_laughs() -> bytes:
    entities = '<!ENTITY a0 "lol">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
    )
    return with_prolog(f"<!DOCTYPE x [{entities}]>", "&a9;")


UNSAFE_FILES: dict[str, tuple[str, bytes]] = {
    "x01 external entity reads a file": (
        "xml_doctype",
        with_prolog('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', "&e;"),
    ),
    "x02 external entity calls a host": (
        "xml_doctype",
        with_prolog('<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:1/">]>', "&e;"),
    ),
    "x03 external DTD": ("xml_doctype", with_prolog('<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">')),
    "x04 billion laughs": ("xml_doctype", billion_laughs()),
    "x05 quadratic blow-up": (
        "xml_doctype",
        with_prolog(f'<!DOCTYPE x [<!ENTITY e "{"a" * 40_000}">]>', "&e;" * 10_000),
    ),
    "x06 fifty thousand levels": (
        "xml_not_well_formed",
        f"{HEAD}{'<x>' * 50_000}{'</x>' * 50_000}</bpmn:definitions>".encode(),
    ),
    "x06 two hundred levels": (
        "xml_depth",
        f"{HEAD}{'<x>' * 200}{'</x>' * 200}</bpmn:definitions>".encode(),
    ),
    "x07 nested sub-processes": ("xml_depth", nested(120)),
    "x08 a name of ten megabytes": ("xml_size", inner("ขั้น a", "a" * 10_500_000)),
    "x09 fifty megabytes": (
        "xml_size",
        sketch(*PLAIN) + b"<!--" + b"x" * 1_000_000 + b"-->" + b" " * (MAX_BYTES + 1),
    ),
    "x10 gzip bomb": ("xml_gzip", gzip.compress(sketch(*PLAIN) + b" " * 10_000_000)),
    "a hundred thousand tiny elements": (
        "xml_parts", f"{HEAD}{'<bpmn:a/>' * 100_000}</bpmn:definitions>".encode()
    ),
    "ten thousand shapes": (
        "xml_parts",
        sketch(*PLAIN).replace(
            b"</bpmndi:BPMNPlane>", b"<bpmndi:BPMNShape/>" * 10_000 + b"</bpmndi:BPMNPlane>"
        ),
    ),
    "a thousand attributes": (
        "xml_parts", inner('id="a" ', 'id="a" ' + " ".join(f'x{n}=""' for n in range(600)) + " ")
    ),
    "x11 NUL byte": ("xml_nul", inner("ขั้น a", "ก\0ข")),
    "x14 wrong encoding": ("xml_encoding", sketch(*PLAIN).decode().encode("tis-620")),
    "x17 empty": ("xml_empty", b""),
    "x17 blank": ("xml_empty", b" \n\t\n"),
    "x18 no BPMN": ("not_bpmn", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    "m17 another office's process": (
        "process_id_not_file_name", sketch(*PLAIN, process_id="other")
    ),
    "m09 the same id twice": (
        "id_duplicate", inner('<bpmn:endEvent id="e"', '<bpmn:endEvent id="a"')
    ),
    "h04 path in an id": ("id_malformed", inner('id="a"', 'id="../../../etc/cron.d/x"')),
    "a flow hidden in an extension": (
        "extension_disguised", WRONG["flow hidden in an extension"].sources["p.bpmn"]
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", UNSAFE_FILES)
def test_an_unsafe_file_is_refused_at_the_door(name: str) -> None:
    rule, data = UNSAFE_FILES[name]
    report = judged(data)
    assert report.is_unsafe
    assert not report.ok
    assert rule in {problem.rule for problem in report.problems}
    assert grade_of(rule) is Grade.UNSAFE
    assert all(problem.line >= 1 for problem in report.problems)


def scripted(code: str, script_format: str = "python") -> bytes:
    text = sketch(
        "start s", "script c: n = 1", "user a", "end e", "s -> c", "c -> a", "a -> e"
    ).decode()
    return (
        text.replace("n = 1", code.replace("<", "&lt;"))
        .replace('scriptFormat="feel"', f'scriptFormat="{script_format}"')
        .encode()
    )


def conditioned(code: str) -> bytes:
    return sketch(
        "start s", "user a", "xor q", "user b", "end e", "s -> a", "a -> q", f"q -> b: {code}",
        "q -> e: default", "b -> e",
    )  # fmt: skip


HARMFUL_FILES: dict[str, tuple[str, bytes]] = {
    "c01 os.system": ("script_format", scripted("import os; os.system('id')")),
    "c01 os.system said to be FEEL": ("expression_syntax", scripted("import os", "feel")),
    "c02 dunder escape": (
        "expression_syntax", conditioned("().__class__.__base__.__subclasses__()")
    ),
    "c03 endless loop": ("script_format", scripted("while True: pass")),
    "c04 memory bomb": ("expression_syntax", conditioned("len('x' * 10**10) > 0")),
    "c05 condition with a side effect": (
        "expression_syntax", conditioned('open("x", "w") = 1')
    ),
    "c06 CPU bomb in a condition": (
        "expression_syntax", conditioned("sum(x for x in range(10**12)) > 0")
    ),
    "c07 condition that changes data": ("expression_syntax", conditioned("a.update({}) or true")),
    "c08 code for a time": WRONG["python as a time"],
    "c09 ten million instances": WRONG["cardinality"],
    "c10 str.format escape": ("expression_syntax", conditioned("'{0.__class__}'.format(a) = 1")),
    "c11 Java class": WRONG["camunda:class is refused"],
    "c11 delegate": WRONG["camunda:delegateExpression is refused"],
    "c11 listener": WRONG["camunda:executionListener inside is refused"],
    "c11 connector": WRONG["camunda:connector inside is refused"],
    "c11 correlation": WRONG["correlation"],
    "m01 calls itself": WRONG["process that calls itself"],
    "m02 mutual calls": WRONG["processes that call each other"],
    "m03 token loop": WRONG["loop of scripts"],
    "m04 fork bomb": WRONG["fork bomb"],
    "m05 R/PT0S": WRONG["cycle without end"],
    "m06 R/PT0.001S": WRONG["fraction of a second"],
    "m07 no duration": WRONG["garbage for a duration"],
    "m08 date overflow": WRONG["more years than there are"],
    "m10 dangling flow": WRONG["flow to nowhere"],
    "m11 no start": WRONG["no start"],
    "m12 unreachable": WRONG["unreachable"],
    "m13 boundary on nothing": WRONG["boundary on nothing"],
    "m14 deadlock at a join": WRONG["decision into a join"],
    "m15 seven hundred tasks": ("too_large", sketch(*chain(700))),
    "m15 two thousand tasks": ("xml_parts", sketch(*chain(2_000))),
    "m16 many parallel tasks": (
        "too_large",
        sketch(
            "start s", "and g", "and j", "end e", "s -> g", "j -> e",
            *(f"user a{n}" for n in range(600)), *(f"g -> a{n}" for n in range(600)),
            *(f"a{n} -> j" for n in range(600)),
        ),
    ),
    "m18 takes the work for itself": WRONG["camunda:assignee is refused"],
    "m18 gives it to named people": WRONG["camunda:candidateUsers is refused"],
    "m18 gives it to everyone": WRONG["group of anybody"],
    "m18 computes a role": WRONG["computed role"],
    "m19 copies a name": WRONG["sealed name kept by a script"],
    "h03 name that reads as its opposite": WRONG["name that reads backwards"],
    "h04 path as a form": WRONG["form elsewhere on the disk"],
    "h05 script as a form": WRONG["camunda:formKey is refused"],
}  # fmt: skip


@pytest.mark.parametrize("name", HARMFUL_FILES)
def test_a_harmful_file_cannot_be_published(name: str) -> None:
    case = HARMFUL_FILES[name]
    rule, report = (
        (case[0], judged(case[1])) if isinstance(case, tuple) else (case.rule, case.report())
    )
    assert not report.ok
    assert rule in {problem.rule for problem in report.errors}
    assert all(problem.line >= 1 for problem in report.problems)


INERT_FILES = {
    "x12 UTF-16": sketch(*PLAIN)
    .decode()
    .replace('encoding="UTF-8"', 'encoding="UTF-16"')
    .encode("utf-16"),
    "x13 TIS-620 as declared": sketch(*PLAIN)
    .decode()
    .replace('encoding="UTF-8"', 'encoding="TIS-620"')
    .encode("tis-620"),
    "x16 stylesheet": with_prolog('<?xml-stylesheet type="text/xsl" href="http://127.0.0.1:1/x"?>'),
    "h01 markup in a name": inner("ขั้น a", "&lt;script&gt;alert(1)&lt;/script&gt;"),
    "h05 javascript in the documentation": inner(
        'isExecutable="true">',
        'isExecutable="true"><bpmn:documentation>javascript:alert(1)</bpmn:documentation>',
    ),
    "h06 formula in a name": inner("ขั้น a", "=HYPERLINK(&quot;http://x&quot;)"),
    "a DOCTYPE in a comment": with_prolog("<!-- <!DOCTYPE x> -->"),
}


@pytest.mark.parametrize("name", INERT_FILES)
def test_what_only_looks_harmful_is_taken_and_stays_text(name: str) -> None:
    assert judged(INERT_FILES[name]).ok


def test_a_template_in_a_name_is_taken_with_a_warning() -> None:
    report = judged(inner("ขั้น a", "{{ 7 * 7 }} ${x}"))
    assert report.ok
    assert [problem.rule for problem in report.problems] == ["name_template"]


def test_an_xinclude_is_not_followed_and_not_taken() -> None:
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>'
    report = judged(inner("</bpmn:process>", f"{include}</bpmn:process>"))
    assert {problem.rule for problem in report.errors} == {"extension_not_supported"}


def test_a_file_of_faults_is_cut_short_and_says_so() -> None:
    tasks = "".join(f'<bpmn:userTask id="t{n}" camunda:class="x"/>' for n in range(290))
    report = judged(document(tasks))
    assert len(report.problems) == 201
    assert report.problems[-1].rule == "too_many_problems"


def test_a_form_full_of_faults_is_one_problem_of_the_task() -> None:
    broken = {"p.a": form("a", "ok?")["p.a"].replace(b"checkbox", b"checkbo")}
    report = judged(sketch(*PLAIN), broken)
    assert [problem.rule for problem in report.problems] == ["form_invalid"]
