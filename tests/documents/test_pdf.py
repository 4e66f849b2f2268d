"""PDFs as schools publish them: furniture, columns, broken words, tables, pages."""

from __future__ import annotations

import io

from PIL import Image

from knowledge.documents import read
from knowledge.model import Document, Kind
from tests.documents.papers import Leaflet, lines, offsets_hold

LONG = (
    "Employees must not accept requests from pupils on any personal account and they must tell the headteacher about "
    "each of them on the same day so that the school can speak with the family."
)
OTHER = (
    "Photographs of pupils are taken on the school's own cameras only and are deleted as soon as they have been put on "
    "the school's account by somebody whom the head has authorised in writing."
)


def what(document: Document) -> list[tuple[str, str]]:
    """What was left out and its first words."""
    return [(note.what, note.text) for note in document.left_out]


def test_lines_are_joined_to_paragraphs_that_keep_their_page() -> None:
    pdf = Leaflet()
    pdf.say("1. Scope", bold=True, size=14)
    pdf.say(LONG)
    pdf.say("1.1 " + OTHER)
    pdf.add_page()
    pdf.say("2. Rules", bold=True, size=14)
    pdf.say("a) never share a password;", gap=0)
    pdf.say("b) never post in lessons.", gap=0)
    document = read(pdf.bytes(), "policy.pdf")
    assert [(b.text, b.page) for b in document.blocks] == [
        ("1. Scope", 1),
        (LONG, 1),
        ("1.1 " + OTHER, 1),
        ("2. Rules", 2),
        ("a) never share a password;", 2),
        ("b) never post in lessons.", 2),
    ]
    assert {b.kind for b in document.blocks} == {Kind.LINE}
    assert document.text.split("\n") == [
        "1. Scope", "", LONG, "", "1.1 " + OTHER, "", "2. Rules", "", "a) never share a password;",
        "b) never post in lessons.",
    ]  # fmt: skip
    assert offsets_hold(document)


def test_page_numbers_and_running_lines_go_and_are_reported() -> None:
    pdf = Leaflet("Example School - Social Media Policy", "Page {page} of 3")
    for page in range(3):
        if page:
            pdf.add_page()
        pdf.say(f"{page + 1}. {(LONG, OTHER, LONG.lower())[page]}")
    document = read(pdf.bytes(), "x.pdf")
    assert lines(document) == [f"1. {LONG}", f"2. {OTHER}", f"3. {LONG.lower()}"]
    assert what(document) == [
        ("running header", "Example School - Social Media Policy"),
        ("running footer", "Page 1 of 3"),
    ]


def test_a_bare_page_number_goes_even_from_a_single_page() -> None:
    pdf = Leaflet(foot="{page}")
    pdf.say(LONG)
    document = read(pdf.bytes(), "x.pdf")
    assert lines(document) == [LONG]
    assert what(document) == [("page number", "1")]


def test_a_title_that_also_runs_as_header_stays_where_it_is_the_title() -> None:
    pdf = Leaflet("Social Media Policy")
    pdf.say("Social Media Policy", size=20, bold=True)
    for _ in range(2):
        pdf.say(LONG)
        pdf.add_page()
    pdf.say(OTHER)
    assert lines(read(pdf.bytes(), "x.pdf"))[0] == "Social Media Policy"


def test_numbered_clauses_at_the_top_of_pages_are_no_headers() -> None:
    pdf = Leaflet()
    for page in (1, 2, 3):
        pdf.say(f"{page}.1 Staff must follow this rule.")
        if page < 3:
            pdf.add_page()
    assert len(read(pdf.bytes(), "x.pdf").blocks) == 3


def test_a_sentence_runs_on_over_a_page_break_and_its_footer() -> None:
    pdf = Leaflet(foot="Page {page}")
    pdf.lines(20, 250, ["Employees must not accept requests from pupils on any personal account and they must"])
    pdf.add_page()
    pdf.lines(20, 30, ["tell the headteacher about each of them on the same day."])
    block = read(pdf.bytes(), "x.pdf").blocks[0]
    assert block.text.endswith("they must tell the headteacher about each of them on the same day.")
    assert block.page == 1


def test_words_broken_at_line_ends_are_whole_again() -> None:
    pdf = Leaflet()
    pdf.lines(
        20,
        30,
        [
            "Work-related accounts are opened by the head. Each use of an unauthor-",
            "ised account, or of personal accounts for any purpose that is work-",
            "related, is reported. The Head of Communi-",
            "cations keeps the list of accounts.",
        ],
    )
    assert read(pdf.bytes(), "x.pdf").text == (
        "Work-related accounts are opened by the head. Each use of an unauthorised account, or of personal accounts "
        "for any purpose that is work-related, is reported. The Head of Communications keeps the list of accounts."
    )


LEFT = [
    "Staff who use social media in",
    "their own time remain bound by",
    "the code of conduct and must not",
    "bring the school into disrepute",
    "by anything that they write or",
    "share about its pupils or staff.",
]
RIGHT = [
    "Governors and volunteers follow",
    "the same rules while they act on",
    "the school's behalf and they ask",
    "the chair before they publish an",
    "opinion on a matter that comes",
    "before the governing body later.",
]


def test_two_columns_are_read_one_after_the_other() -> None:
    pdf = Leaflet()
    pdf.set_font("Helvetica", "B", 16)
    pdf.text(20, 25, "A heading that reaches across both of the columns below")
    pdf.set_font("Helvetica", size=11)
    pdf.lines(20, 40, LEFT)
    pdf.lines(110, 42, RIGHT)  # the lines of the columns need not stand level
    assert lines(read(pdf.bytes(), "x.pdf")) == [
        "A heading that reaches across both of the columns below",
        " ".join(LEFT),
        " ".join(RIGHT),
    ]


def test_level_columns_with_full_lines_between_them_are_read_band_by_band() -> None:
    pdf = Leaflet()
    pdf.lines(20, 30, LEFT)
    pdf.lines(110, 30, RIGHT)
    pdf.set_font("Helvetica", "B", 14)
    pdf.text(20, 75, "Review of this policy, and everything that belongs to it")
    pdf.set_font("Helvetica", size=11)
    pdf.lines(20, 85, LEFT)
    pdf.lines(110, 85, RIGHT)
    middle = "Review of this policy, and everything that belongs to it"
    assert lines(read(pdf.bytes(), "x.pdf")) == [
        " ".join(LEFT), " ".join(RIGHT), middle, " ".join(LEFT), " ".join(RIGHT),
    ]  # fmt: skip


def test_names_and_dates_side_by_side_are_no_columns() -> None:
    pdf = Leaflet()
    keys = ["Approved by:", "Approved on:", "Review period:", "Next review:", "Owner:", "Version:"]
    values = ["Governing body", "3 March 2026", "One year", "3 March 2027", "The headteacher", "Four"]
    pdf.lines(20, 30, keys)
    pdf.lines(110, 30, values)
    pdf.say("", gap=60)
    pdf.say(LONG)
    document = read(pdf.bytes(), "x.pdf")
    assert lines(document)[:6] == [f"{key} {value}" for key, value in zip(keys, values, strict=True)]


def test_a_number_apart_from_its_text_is_followed_by_a_tab() -> None:
    pdf = Leaflet()
    pdf.lines(20, 30, ["4", "4.1"])
    pdf.lines(35, 30, ["General rules", "Staff must ask."])
    assert lines(read(pdf.bytes(), "x.pdf")) == ["4\tGeneral rules", "4.1\tStaff must ask."]


def test_a_number_inside_a_sentence_opens_nothing() -> None:
    pdf = Leaflet()
    pdf.lines(
        20,
        30,
        [
            "Staff who have read this policy may use their own telephones as set out in paragraph",
            "5.3 below and must tell the head about any contact with pupils in the course of the next",
            "12 months unless the head agrees.",
        ],
    )
    assert len(read(pdf.bytes(), "x.pdf").blocks) == 1


def test_a_ruled_table_is_read_row_by_row_also_over_a_page_break() -> None:
    pdf = Leaflet()
    heads = ("Platform", "Who may post", "Approval")
    rows = [(f"Platform {n}", "Office staff and the deputy", "The head approves each post") for n in range(44)]
    pdf.say("The table follows.")
    with pdf.table(repeat_headings=0) as table:  # type: ignore[arg-type]
        for row in (heads, *rows):
            table.row(row)
    document = read(pdf.bytes(), "x.pdf")
    found = [block for block in document.blocks if block.kind is Kind.ROW]
    assert [block.text for block in found] == [f"Platform: {a}; Who may post: {b}; Approval: {c}" for a, b, c in rows]
    assert {block.page for block in found} == {1, 2}
    assert offsets_hold(document)


def test_a_box_around_text_is_no_table() -> None:
    pdf = Leaflet()
    pdf.set_font("Helvetica", size=11)
    pdf.multi_cell(0, 5.5, LONG, border=1)
    document = read(pdf.bytes(), "x.pdf")
    assert [(b.kind, b.text) for b in document.blocks] == [(Kind.LINE, LONG)]


def test_a_contents_page_is_reported_and_left_out() -> None:
    pdf = Leaflet()
    for line in ("1. Scope ................................ 2", "2. Rules ................................ 3"):
        pdf.say(line, gap=0)
    pdf.say(LONG)
    document = read(pdf.bytes(), "x.pdf")
    assert lines(document) == [LONG]
    assert [name for name, _ in what(document)] == ["contents page", "contents page"]


def test_a_page_that_is_a_picture_is_named() -> None:
    out = io.BytesIO()
    Image.new("RGB", (40, 40), "navy").save(out, "PNG")
    pdf = Leaflet()
    pdf.say(LONG)
    pdf.add_page()
    pdf.image(out, 0, 0, 210, 297)
    assert what(read(pdf.bytes(), "x.pdf")) == [("scanned page", "page 2")]


def test_the_title_comes_from_the_files_properties() -> None:
    pdf = Leaflet()
    pdf.set_title("Social Media Policy")
    pdf.say(LONG)
    assert read(pdf.bytes(), "x.pdf").title == "Social Media Policy"


def test_bold_that_is_feigned_by_drawing_twice_is_read_once() -> None:
    pdf = Leaflet()
    for shift in (0.0, 0.1):
        pdf.text(20 + shift, 30, "All illegal calls will be reported")
    pdf.set_font("Helvetica", size=6)
    pdf.text(20, 50, "Small print: all will fill little hills...")
    assert lines(read(pdf.bytes(), "x.pdf")) == [
        "All illegal calls will be reported",
        "Small print: all will fill little hills...",
    ]


def test_turned_text_such_as_a_watermark_is_not_read() -> None:
    pdf = Leaflet()
    pdf.say(LONG)
    with pdf.rotation(45, 100, 100):
        pdf.text(60, 120, "DRAFT")
    document = read(pdf.bytes(), "x.pdf")
    assert lines(document) == [LONG]
    assert what(document) == [("turned text", "DRAFT")]


def test_three_columns_are_read_one_after_the_other() -> None:
    pdf = Leaflet()
    pdf.set_font("Helvetica", size=9)
    for x, texts in ((12, LEFT), (77, RIGHT), (142, reversed(LEFT))):
        pdf.lines(x, 40, texts)
    assert " ".join(lines(read(pdf.bytes(), "x.pdf"))) == " ".join([*LEFT, *RIGHT, *reversed(LEFT)])


def test_a_long_documents_header_need_not_stand_on_most_pages() -> None:
    pdf = Leaflet()
    for page in range(24):
        pdf.lines(20, 12, ["Staff handbook"] if page % 4 == 0 else [])
        pdf.lines(20, 60, [f"Rule {page} of the handbook is here."])
        pdf.add_page()
    assert not any("Staff handbook" in line for line in lines(read(pdf.bytes(), "x.pdf")))
