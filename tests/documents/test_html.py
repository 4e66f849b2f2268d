"""Web pages: the school's own, and what Word and others save as one."""

from __future__ import annotations

import pytest

from knowledge.documents import read
from knowledge.model import Document, Kind
from tests.documents.papers import lines, offsets_hold


def page(body: str, head: str = "") -> Document:
    """The document in a page."""
    document = read(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(), "policy.html")
    assert offsets_hold(document)
    return document


def test_headings_paragraphs_and_lists_keep_their_kind_level_and_number() -> None:
    document = page(
        "<h1>Policy</h1><h2>Rules</h2><p>Staff   must\nnot:</p>"
        "<ol type='a' start='3'><li>post names<ul><li>or pictures</li></ul></li>"
        "<li value='7'>share passwords</li></ol>",
        "<title>Social Media Policy</title>",
    )
    assert document.title == "Social Media Policy"
    assert [(b.kind, b.number, b.text, b.level) for b in document.blocks] == [
        (Kind.HEADING, "", "Policy", 1),
        (Kind.HEADING, "", "Rules", 2),
        (Kind.PARAGRAPH, "", "Staff must not:", 0),
        (Kind.ITEM, "c.", "post names", 0),
        (Kind.ITEM, "•", "or pictures", 1),
        (Kind.ITEM, "g.", "share passwords", 0),
    ]
    assert "c.\tpost names\n" in document.text


@pytest.mark.parametrize(
    ("start", "numbers"),
    [
        ("<ol>", ["1.", "2."]),
        ("<ol type='A'>", ["A.", "B."]),
        ("<ol type='i'>", ["i.", "ii."]),
        ("<ol type='I' start='4'>", ["IV.", "V."]),
        ("<ol reversed>", ["2.", "1."]),
        ("<ol style='list-style-type: lower-alpha'>", ["a.", "b."]),
        ("<ol style='list-style: upper-roman inside'>", ["I.", "II."]),
        ("<ol style='list-style-type:none'>", ["", ""]),
        ("<ol start='oops'>", ["1.", "2."]),
        ("<ul>", ["•", "•"]),
    ],
)
def test_list_numbers_are_those_a_browser_shows(start: str, numbers: list[str]) -> None:
    document = page(f"{start}<li><p>one</p></li><li>two</li></{start[1:3]}>")
    assert [block.number for block in document.blocks] == numbers


def test_a_second_paragraph_of_an_item_has_no_number() -> None:
    document = page("<ol><li><p>one</p><p>more</p></li><li>two</li></ol>")
    assert [(b.number, b.text) for b in document.blocks] == [("1.", "one"), ("", "more"), ("2.", "two")]


def test_scripts_styles_and_the_sites_own_furniture_are_left_out() -> None:
    document = page(
        "<nav><a>Home</a></nav><script>var x = 'must';</script><style>p {}</style><!-- must -->"
        "<p>Staff must ask.</p><p style='display:none'>Nobody sees this.</p><footer>Example School 2026</footer>"
    )
    assert lines(document) == ["Staff must ask."]
    assert [(note.what, note.text) for note in document.left_out] == [
        ("menu", "Home"),
        ("hidden text", "Nobody sees this."),
        ("page footer", "Example School 2026"),
    ]


def test_parts_that_a_browser_keeps_to_itself_are_named() -> None:
    document = page(
        "<p>Staff must ask.</p><noscript>Please switch scripts on.</noscript>"
        "<template><p>Staff may do as they like.</p></template><noscript><img src='x.gif'></noscript>"
    )
    assert lines(document) == ["Staff must ask."]
    assert [(note.what, note.text) for note in document.left_out] == [
        ("part for browsers without scripts", "Please switch scripts on."),
        ("template", "Staff may do as they like."),
    ]


def test_where_the_page_names_its_main_part_only_that_is_read() -> None:
    other = "Open evening: come and see us on Thursday, when all classrooms are open to visitors."
    document = page(f"<div>{other}</div><main><h1>Rules</h1><p>{'Staff must ask. ' * 20}</p></main>")
    assert lines(document)[0] == "Rules"
    assert other not in document.text
    assert document.left_out[0].text == other


def test_tables_are_read_row_by_row() -> None:
    document = page(
        "<table><thead><tr><th>Who</th><th>What</th><th>When</th></tr></thead>"
        "<tr><td rowspan=2>Teachers</td><td>post</td><td>in <b>breaks</b></td></tr>"
        "<tr><td>reply</td><td></td></tr></table>"
    )
    assert lines(document) == ["Who: Teachers; What: post; When: in breaks", "Who: Teachers; What: reply"]
    assert {block.kind for block in document.blocks} == {Kind.ROW}


def test_a_table_that_only_places_things_is_read_as_its_content() -> None:
    document = page("<table><tr><td><h2>Rules</h2><p>Staff must ask.</p></td><td><p>Always.</p></td></tr></table>")
    assert lines(document) == ["Rules", "Staff must ask.", "Always."]


def test_bold_lines_are_headings_and_line_breaks_may_part_clauses() -> None:
    document = page(
        "<p><strong>Personal use</strong></p><p>Staff must never post<br>names.<br>They must ask.</p>"
        "<p>Yes.</p><p>So.</p>"
    )
    assert [(b.kind, b.text) for b in document.blocks][:3] == [
        (Kind.HEADING, "Personal use"),
        (Kind.LINE, "Staff must never post names."),
        (Kind.LINE, "They must ask."),
    ]


def test_a_page_saved_by_word_reads_like_text_with_typed_numbers() -> None:
    source = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta http-equiv=Content-Type '
        'content="text/html; charset=windows-1252"><style><!-- p {} --></style></head><body lang=EN-GB>'
        "<div class=WordSection1><p class=MsoListParagraph><![if !supportLists]><span>1.1"
        "<span style='font:7.0pt'>&nbsp;&nbsp;&nbsp;&nbsp; </span></span><![endif]>"
        "Staff must not \u2018friend\u2019 pupils.<o:p></o:p></p></div></body></html>"
    )
    document = read(source.encode("cp1252"), "policy.htm")
    assert [(b.kind, b.text) for b in document.blocks] == [(Kind.LINE, "1.1 Staff must not ‘friend’ pupils.")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_pages_come_in_any_encoding(encoding: str) -> None:
    source = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html><html><body><p>Café – yes</p></body></html>'
    assert read(source.encode(encoding), "x").text == "Café – yes"


def test_a_fragment_is_a_page_too() -> None:
    assert read(b"<h2>Rules</h2><p>Staff must ask.", "x.txt").kind == "html"


def test_text_about_tags_is_no_page() -> None:
    assert read(b"Staff must not type <b> into the form.", "x.html").kind == "txt"
