"""The numbers that Word shows and keeps nowhere in the text."""

from __future__ import annotations

import pytest

from knowledge.documents import read
from knowledge.documents.numerals import displayed, html_letter
from knowledge.model import Kind
from tests.documents.papers import Paper, W, abstract, level, lines, num, offsets_hold

DECIMAL = abstract(0, level(0, "%1."), level(1, "%1.%2"), level(2, "(%3)", "lowerLetter"))


def test_a_policy_numbered_by_word_reads_like_one_numbered_by_hand() -> None:
    paper = Paper(DECIMAL, num(1, 0))
    paper.say("Scope", 1, 0)
    paper.say("Employees must read this policy.", 1, 1)
    paper.say("Employees must not:", 1, 1)
    paper.say("accept pupils as friends;", 1, 2)
    paper.say("post photographs.", 1, 2)
    paper.say("Review", 1, 0)
    paper.say("Yearly.", 1, 1)
    automatic = read(paper.bytes(), "policy.docx")

    typed = Paper()
    for line in [
        "1.\tScope",
        "1.1\tEmployees must read this policy.",
        "1.2\tEmployees must not:",
        "(a)\taccept pupils as friends;",
        "(b)\tpost photographs.",
        "2.\tReview",
        "2.1\tYearly.",
    ]:
        typed.say(line)
    assert automatic.text == read(typed.bytes(), "typed.docx").text
    assert offsets_hold(automatic)


def test_a_computed_number_stands_apart_from_the_blocks_text() -> None:
    paper = Paper(DECIMAL, num(1, 0))
    paper.say("Scope", 1, 0)
    paper.say("Staff must not do this.", 1, 1)
    block = read(paper.bytes(), "policy.docx").blocks[1]
    assert (block.kind, block.number, block.text, block.level) == (Kind.ITEM, "1.1", "Staff must not do this.", 1)


def numbered(paper: Paper) -> list[str]:
    """What stands before each paragraph's tab."""
    return [line.partition("\t")[0] for line in lines(read(paper.bytes(), "x.docx"))]


@pytest.mark.parametrize(
    ("fmt", "shown"),
    [
        ("decimal", ["1", "2", "3"]),
        ("decimalZero", ["01", "02", "03"]),
        ("lowerLetter", ["a", "b", "c"]),
        ("upperLetter", ["A", "B", "C"]),
        ("lowerRoman", ["i", "ii", "iii"]),
        ("upperRoman", ["I", "II", "III"]),
        ("ordinal", ["1st", "2nd", "3rd"]),
        ("cardinalText", ["One", "Two", "Three"]),
        ("ordinalText", ["First", "Second", "Third"]),
    ],
)
def test_every_usual_number_format_is_shown_as_word_shows_it(fmt: str, shown: list[str]) -> None:
    paper = Paper(abstract(0, level(0, "%1)", fmt)), num(1, 0))
    for _ in range(3):
        paper.say("text", 1, 0)
    assert numbered(paper) == [f"{each})" for each in shown]


@pytest.mark.parametrize(
    ("count", "fmt", "shown"),
    [
        (26, "lowerLetter", "z"),
        (27, "lowerLetter", "aa"),
        (28, "lowerLetter", "bb"),
        (53, "upperLetter", "AAA"),
        (49, "lowerRoman", "xlix"),
        (1994, "upperRoman", "MCMXCIV"),
        (0, "lowerRoman", "0"),
        (11, "ordinal", "11th"),
        (22, "ordinal", "22nd"),
        (113, "ordinal", "113th"),
        (21, "ordinalText", "Twenty-first"),
        (30, "ordinalText", "Thirtieth"),
        (45, "cardinalText", "Forty-five"),
        (9, "none", ""),
        (9, "bullet", ""),
        (9, "thaiCounting", "9"),
    ],
)
def test_counts_beyond_the_first_few(count: int, fmt: str, shown: str) -> None:
    assert displayed(count, fmt) == shown


def test_html_goes_on_after_z_otherwise_than_word() -> None:
    assert [html_letter(each) for each in (26, 27, 28, 53)] == ["z", "aa", "ab", "ba"]


@pytest.mark.parametrize(
    ("char", "shown"), [("\uf0b7", "•"), ("o", "◦"), ("\uf0a7", "▪"), ("\uf0d8", "➢"), ("\uf0fc", "✓"), ("–", "–")]
)
def test_bullets_of_symbol_fonts_become_the_bullets_people_see(char: str, shown: str) -> None:
    paper = Paper(abstract(0, level(0, char, "bullet")), num(1, 0))
    paper.say("text", 1, 0)
    assert numbered(paper) == [shown]


def test_a_level_without_text_counts_but_shows_nothing() -> None:
    paper = Paper(abstract(0, level(0, "", "none"), level(1, "%1.%2")), num(1, 0))
    paper.say("Staff must ask.", 1, 0)
    paper.say("Each time.", 1, 1)
    document = read(paper.bytes(), "x.docx")
    assert document.text == "Staff must ask.\n.1\tEach time."


def test_two_lists_of_one_definition_count_on() -> None:
    paper = Paper(DECIMAL, num(1, 0), num(2, 0))
    paper.say("a", 1, 0)
    paper.say("b", 2, 0)
    paper.say("c", 1, 0)
    assert numbered(paper) == ["1.", "2.", "3."]


def test_a_start_override_restarts_the_shared_count_once() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    paper = Paper(DECIMAL, num(1, 0), num(2, 0, override))
    for num_id in (1, 1, 1, 2, 2, 1):
        paper.say("text", num_id, 0)
    assert numbered(paper) == ["1.", "2.", "3.", "1.", "2.", "3."]


def test_a_level_override_changes_what_is_shown_in_that_list_only() -> None:
    override = f'<w:lvlOverride w:ilvl="0">{level(0, "%1)", "upperLetter", start=3)}</w:lvlOverride>'
    paper = Paper(DECIMAL, abstract(5, level(0, "%1.")), num(1, 0), num(2, 5, override), num(3, 5))
    paper.say("x", 1, 0)
    paper.say("x", 2, 0)
    paper.say("x", 3, 0)
    assert numbered(paper) == ["1.", "C)", "4."]


def test_a_list_may_start_at_five() -> None:
    paper = Paper(abstract(0, level(0, "%1.", start=5)), num(1, 0))
    paper.say("x", 1, 0)
    assert numbered(paper) == ["5."]


@pytest.mark.parametrize(
    ("restart", "shown"),
    [
        ("", ["1", "1.1", "1.1.a", "1.2", "1.2.a", "2", "2.1", "2.1.a"]),
        ('<w:lvlRestart w:val="0"/>', ["1", "1.1", "1.1.a", "1.2", "1.2.b", "2", "2.1", "2.1.c"]),
        ('<w:lvlRestart w:val="1"/>', ["1", "1.1", "1.1.a", "1.2", "1.2.b", "2", "2.1", "2.1.a"]),
    ],
)
def test_a_deeper_level_restarts_after_the_level_it_names(restart: str, shown: list[str]) -> None:
    third = level(2, "%1.%2.%3", "lowerLetter", extra=restart)
    paper = Paper(abstract(0, level(0, "%1"), level(1, "%1.%2"), third), num(1, 0))
    for ilvl in (0, 1, 2, 1, 2, 0, 1, 2):
        paper.say("text", 1, ilvl)
    assert numbered(paper) == shown


def test_a_skipped_level_shows_its_start() -> None:
    paper = Paper(abstract(0, level(0, "%1"), level(1, "%1.%2"), level(2, "%1.%2.%3")), num(1, 0))
    paper.say("text", 1, 0)
    paper.say("text", 1, 2)
    paper.say("text", 1, 2)
    assert numbered(paper) == ["1", "1.1.1", "1.1.2"]


def test_legal_numbering_shows_roman_parents_as_decimal() -> None:
    legal = level(1, "%1.%2", extra="<w:isLgl/>")
    paper = Paper(abstract(0, level(0, "Article %1", "upperRoman"), legal), num(1, 0))
    for ilvl in (0, 0, 1):
        paper.say("text", 1, ilvl)
    assert numbered(paper) == ["Article I", "Article II", "2.1"]


def test_a_bullet_level_inside_a_number_shows_nothing() -> None:
    paper = Paper(abstract(0, level(0, "%1."), level(1, "—", "bullet"), level(2, "%1.%2%3")), num(1, 0))
    for ilvl in (0, 2):
        paper.say("text", 1, ilvl)
    assert numbered(paper) == ["1.", "1.1"]


@pytest.mark.parametrize("suff", ["tab", "space", "nothing"])
def test_whatever_follows_the_number_in_word_a_tab_follows_it_here(suff: str) -> None:
    paper = Paper(abstract(0, level(0, "%1. ", extra=f'<w:suff w:val="{suff}"/>')), num(1, 0))
    paper.say("text", 1, 0)
    assert read(paper.bytes(), "x.docx").text == "1.\ttext"


def test_zero_padded_numbers_that_word_hides_in_alternate_content() -> None:
    padded = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        '<mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice>'
        '<mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
    )
    paper = Paper(
        abstract(0, f'<w:lvl w:ilvl="0"><w:start w:val="7"/>{padded}<w:lvlText w:val="%1"/></w:lvl>'), num(1, 0)
    )
    paper.say("text", 1, 0)
    assert numbered(paper) == ["007"]


def test_headings_are_numbered_through_their_styles() -> None:
    first = level(0, "%1.", extra='<w:pStyle w:val="Heading1"/>')
    second = level(1, "%1.%2", extra='<w:pStyle w:val="Heading2"/>')
    paper = Paper(abstract(0, first, second), num(1, 0))
    paper.number_style("Heading 1", '<w:numId w:val="1"/>')
    paper.number_style("Heading 2", '<w:numId w:val="1"/>')  # the list's pStyle gives the level
    paper.say("Scope", style="Heading 1")
    paper.say("Who is bound", style="Heading 2")
    paper.say("Rules", style="Heading 1")
    paper.say("Friends", style="Heading 2")
    blocks = read(paper.bytes(), "x.docx").blocks
    assert [(b.number, b.text, b.kind, b.level) for b in blocks] == [
        ("1.", "Scope", Kind.HEADING, 1),
        ("1.1", "Who is bound", Kind.HEADING, 2),
        ("2.", "Rules", Kind.HEADING, 1),
        ("2.1", "Friends", Kind.HEADING, 2),
    ]


def test_a_style_inherits_its_number_and_may_go_a_level_deeper() -> None:
    paper = Paper(DECIMAL, num(1, 0))
    paper.style("Clause", "Normal", '<w:numPr><w:numId w:val="1"/></w:numPr>')
    paper.style("Sub Clause", "Clause", '<w:numPr><w:ilvl w:val="1"/></w:numPr>')
    paper.style("Quiet Clause", "Clause", '<w:numPr><w:numId w:val="0"/></w:numPr>')
    for style in ("Clause", "Sub Clause", "Quiet Clause", "Sub Clause", "Clause"):
        paper.say("text", style=style)
    assert lines(read(paper.bytes(), "x.docx")) == ["1.\ttext", "1.1\ttext", "text", "1.2\ttext", "2.\ttext"]


def test_a_paragraph_may_take_its_styles_number_away_or_go_deeper() -> None:
    paper = Paper(DECIMAL, num(1, 0))
    paper.style("Clause", "Normal", '<w:numPr><w:numId w:val="1"/></w:numPr>')
    paper.say("text", style="Clause")
    paper.say("text", 0, style="Clause")
    paper.say("text", None, 1, style="Clause")
    assert lines(read(paper.bytes(), "x.docx")) == ["1.\ttext", "text", "1.1\ttext"]


def test_a_list_that_only_links_to_a_list_style_uses_that_styles_list() -> None:
    definition = abstract(1, level(0, "%1)", "lowerRoman"), link='<w:styleLink w:val="HouseList"/>')
    linking = abstract(0, link='<w:numStyleLink w:val="HouseList"/>')
    paper = Paper(linking, definition, num(1, 0), num(2, 1))
    paper.style("House List", "NoList", '<w:numPr><w:numId w:val="2"/></w:numPr>', kind="numbering")
    paper.say("text", 1, 0)
    paper.say("text", 1, 0)
    paper.say("text", 2, 0)
    assert numbered(paper) == ["i)", "ii)", "iii)"]


def test_links_in_a_circle_and_missing_lists_leave_paragraphs_without_a_number() -> None:
    circle = abstract(0, link='<w:numStyleLink w:val="Round"/>')
    paper = Paper(circle, num(1, 0), num(3, 99))
    paper.style("Round", "NoList", '<w:numPr><w:numId w:val="1"/></w:numPr>', kind="numbering")
    paper.say("round", 1, 0)
    paper.say("missing", 7, 0)
    paper.say("nowhere", 3, 0)
    assert lines(read(paper.bytes(), "x.docx")) == ["round", "missing", "nowhere"]


def test_empty_numbered_paragraphs_count_as_they_do_in_word() -> None:
    paper = Paper(DECIMAL, num(1, 0))
    for text in ("one", "", "three"):
        paper.say(text, 1, 0)
    assert lines(read(paper.bytes(), "x.docx")) == ["1.\tone", "3.\tthree"]


def test_a_paragraph_that_a_tracked_change_deletes_does_not_count() -> None:
    paper = Paper(DECIMAL, num(1, 0))
    paper.say("one", 1, 0)
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    paper.xml(
        f"<w:p><w:pPr>{number}<w:rPr><w:del/></w:rPr></w:pPr>"
        "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>"
    )
    paper.say("two", 1, 0)
    assert lines(read(paper.bytes(), "x.docx")) == ["1.\tone", "2.\ttwo"]


def test_the_number_a_tracked_change_replaced_is_not_read() -> None:
    paper = Paper(DECIMAL, num(1, 0))
    paper.xml(
        '<w:p><w:pPr><w:pPrChange w:id="1" w:author="x"><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/>'
        "</w:numPr></w:pPr></w:pPrChange></w:pPr><w:r><w:t>plain now</w:t></w:r></w:p>"
    )
    assert read(paper.bytes(), "x.docx").text == "plain now"


def test_numbers_run_on_through_tables() -> None:
    paper = Paper(DECIMAL, num(1, 0))
    number = f'<w:pPr {W}><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'.replace(W, "")
    paper.say("before", 1, 0)
    rows = "".join(
        f"<w:tr><w:tc><w:p>{number}</w:p></w:tc><w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc></w:tr>"
        for text in ("Staff must ask first.", "Staff must keep a copy.")
    )
    paper.xml(f"<w:tbl>{rows}</w:tbl>")
    paper.say("after", 1, 0)
    document = read(paper.bytes(), "x.docx")
    assert lines(document) == ["1.\tbefore", "2.\tStaff must ask first.", "3.\tStaff must keep a copy.", "4.\tafter"]
    assert [block.kind for block in document.blocks] == [Kind.ITEM, Kind.ROW, Kind.ROW, Kind.ITEM]
