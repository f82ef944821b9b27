"""Whatever the bytes, reading gives a root element or a located problem."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.bpmn.xml import MAX_BYTES, read_xml
from engine.errors import DefinitionInvalid

THAI = "<a>กระบวนงาน</a>"


def refusal(data: bytes) -> tuple[str, int]:
    with pytest.raises(DefinitionInvalid) as refused:
        read_xml(data, "a.bpmn")
    (problem,) = refused.value.problems
    return problem.rule, problem.line


@pytest.mark.parametrize(
    "data",
    [
        THAI.encode(),
        b"\xef\xbb\xbf" + THAI.encode(),
        ("<?xml version='1.0' encoding='UTF-8'?>" + THAI).encode(),
        ("<?xml version='1.0' encoding='TIS-620'?>" + THAI).encode("tis-620"),
        ("<?xml version='1.0' encoding='windows-874'?>" + THAI).encode("cp874"),
        ("<?xml version='1.0' encoding='UTF-16'?>" + THAI).encode("utf-16"),
        b"\xfe\xff" + THAI.encode("utf-16-be"),
    ],
)
def test_thai_is_read_in_the_encoding_that_the_file_declares(data: bytes) -> None:
    root = read_xml(data, "เรื่อง.bpmn")
    assert root.text == "กระบวนงาน"
    assert root.getroottree().docinfo.URL == "เรื่อง.bpmn"


@pytest.mark.parametrize(
    ("data", "rule", "line"),
    [
        (b"", "xml_empty", 1),
        (b" \n\t ", "xml_empty", 1),
        (gzip.compress(b"<a/>", mtime=0), "xml_gzip", 1),
        (b"<a>\n\n\0</a>", "xml_nul", 3),
        (b"<a>\n" + "ก".encode("tis-620") + b"</a>", "xml_encoding", 2),
        (b"<?xml version='1.0' encoding='EBCDIC'?><a/>", "xml_encoding", 1),
        (b"<?xml version='1.0' encoding='UTF-7'?><a/>", "xml_encoding", 1),
        (b"<!DOCTYPE a><a/>", "xml_doctype", 1),
        (b"<?xml version='1.0'?>\n<!-- x -->\n<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
         "xml_doctype", 3),
        (b"<?p ?>\n<!DOCTYPE a SYSTEM 'http://127.0.0.1/a.dtd'><a/>", "xml_doctype", 2),
        ("\N{BYTE ORDER MARK}<!DOCTYPE a><a/>".encode("utf-16-le"), "xml_doctype", 1),
        (b"<a>\n<b>\n</a>", "xml_not_well_formed", 3),
        (b"<a>&b;</a>", "xml_not_well_formed", 1),
        (b"<a/><b/>", "xml_not_well_formed", 1),
        (b"<a x:b='1'/>", "xml_not_well_formed", 1),
        (b"<a>\n" * 101 + b"</a>" * 101, "xml_depth", 101),
        (b"<a>" * 50_000, "xml_not_well_formed", 1),
        (b"<a>" + b" " * MAX_BYTES + b"</a>", "xml_size", 1),
    ],
)  # fmt: skip
def test_bytes_that_are_unsafe_or_no_xml_are_refused(data: bytes, rule: str, line: int) -> None:
    assert refusal(data) == (rule, line)


def test_what_only_looks_like_a_doctype_is_text() -> None:
    text = b"<a><!-- <!DOCTYPE b> --><![CDATA[<!DOCTYPE c>]]></a>"
    assert "".join(read_xml(text, "a").itertext()) == "<!DOCTYPE c>"


def test_nothing_is_included_or_fetched() -> None:
    data = (
        b"<?xml-stylesheet href='http://127.0.0.1/x.xsl'?><a xmlns:xi='http://www.w3.org/2001/XInclude'>"
        b"<xi:include href='/etc/hostname' parse='text'/></a>"
    )
    assert read_xml(data, "a")[0].text is None


def lines_refused(data: bytes) -> list[int]:
    try:
        read_xml(data, "a")
    except DefinitionInvalid as refused:
        return [problem.line for problem in refused.problems]
    return [1]


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_with_a_line(data: bytes) -> None:
    assert min(lines_refused(data)) >= 1


@given(st.binary(max_size=40), st.integers(0, 200))
def test_any_damage_to_a_good_file_is_read_or_refused(damage: bytes, at: int) -> None:
    good = ("<?xml version='1.0' encoding='UTF-8'?>\n<a>" + "<b c='ก'>x</b>" * 8 + "</a>").encode()
    assert min(lines_refused(good[:at] + damage + good[at + len(damage) :])) >= 1


def test_what_is_said_of_a_broken_file_repeats_none_of_its_unseen_signs():
    with pytest.raises(DefinitionInvalid) as refused:
        read_xml(b'<a xmlns:b="\x7fttp://b"/>', "a.bpmn")
    (problem,) = refused.value.problems
    assert problem.message.th.isprintable()
    assert "ttp://b" in problem.message.en
