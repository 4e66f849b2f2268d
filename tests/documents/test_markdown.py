"""Markdown as people write it."""

from __future__ import annotations

from knowledge.documents import read
from knowledge.model import Document, Kind
from tests.documents.papers import lines, offsets_hold


def md(text: str) -> Document:
    """The document in a Markdown text."""
    document = read(text.encode(), "policy.md")
    assert document.kind == "md"
    assert offsets_hold(document)
    return document


def test_headings_lists_and_wrapped_paragraphs() -> None:
    document = md(
        "# Social Media Policy\n\n## 1. Scope ##\n\nAll staff are bound\nby this policy.\n\n"
        "- governors\n- volunteers who\n  help often\n    - and parents\n\n1. first\n1. second\n"
    )
    assert [(b.kind, b.number, b.text, b.level) for b in document.blocks] == [
        (Kind.HEADING, "", "Social Media Policy", 1),
        (Kind.HEADING, "", "1. Scope", 2),
        (Kind.PARAGRAPH, "", "All staff are bound by this policy.", 0),
        (Kind.ITEM, "•", "governors", 0),
        (Kind.ITEM, "•", "volunteers who help often", 0),
        (Kind.ITEM, "•", "and parents", 1),
        (Kind.ITEM, "1.", "first", 0),
        (Kind.ITEM, "2.", "second", 0),
    ]


def test_underlined_headings() -> None:
    document = md("Policy\n======\n\nScope\n-----\n\nAll staff.\n")
    assert [(b.text, b.level) for b in document.blocks if b.kind is Kind.HEADING] == [("Policy", 1), ("Scope", 2)]


def test_marks_go_at_the_edges_and_stay_inside() -> None:
    document = md(
        "# *Policy*\n# Rules\n\n**Staff must never post names.**\n\n**Staff** must *ask*.\n\n> Quoted rule.\n"
    )
    assert lines(document) == [
        "Policy", "Rules", "Staff must never post names.", "**Staff** must *ask*.", "Quoted rule.",
    ]  # fmt: skip


def test_numbers_typed_as_people_type_them_begin_a_block() -> None:
    document = md("# A\n# B\nStaff must not:\na) post names\nb) share passwords\n5.3 Staff must ask.\n")
    assert lines(document)[2:] == ["Staff must not:", "a) post names", "b) share passwords", "5.3 Staff must ask."]


def test_tables_row_by_row() -> None:
    document = md("# A\n# B\n\n| Who | What |\n| --- | :-: |\n| Staff | must **ask** |\n| Head | |\n")
    assert [(b.kind, b.text) for b in document.blocks[2:]] == [
        (Kind.ROW, "Who: Staff; What: must **ask**"),
        (Kind.ROW, "Who: Head"),
    ]


def test_front_matter_gives_the_title_and_is_left_out() -> None:
    document = md(
        "---\ntitle: 'Social Media Policy'\ndate: 2026-03-03\n---\n# Scope\n\n## Who\n\nAll <!-- x -->staff.\n"
    )
    assert document.title == "Social Media Policy"
    assert lines(document) == ["Scope", "Who", "All staff."]
    assert document.left_out[0].what == "front matter"


def test_text_with_stars_and_dashes_is_still_plain_text() -> None:
    assert read(b"Use of *Facebook*\n\n- one\n- two\n", "policy.md").kind == "txt"
    assert read(b"Terms\n\n# of pupils may not be stated in public posts, staff should note.\n", "x.txt").kind == "txt"


def test_a_caption_over_a_table_is_no_columns_head() -> None:
    page = "# Policy\n\n| Document control | |\n|---|---|\n| Adopted | 8 September 2025 |\n| Owner | The head |\n"
    rows = [block.text for block in read(page.encode(), "policy.md").blocks if block.kind is Kind.ROW]
    assert rows[-2:] == ["Adopted: 8 September 2025", "Owner: The head"]
