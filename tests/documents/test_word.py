"""Word files as offices make them: headings, tables, boxes, notes, tracked changes."""

from __future__ import annotations

import io

import pytest
from docx.oxml import parse_xml

from knowledge.documents import read
from knowledge.model import Document, Kind
from tests.documents.papers import Paper, W, lines, offsets_hold, rezip


def what(document: Document) -> dict[str, str]:
    """What was left out and its first words."""
    return {note.what: note.text for note in document.left_out}


def test_headings_come_from_styles_and_outline_levels() -> None:
    paper = Paper()
    paper.say("Social Media Policy", style="Title")
    paper.say("Scope", style="Heading 1")
    paper.say("All staff are bound by this.")
    paper.style("Abschnitt", "Heading2")
    paper.say("Who", style="Abschnitt")
    paper.say("Governors too.")
    outlined = paper.say("Volunteers")
    outlined._p.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {W} w:val="2"/>'))
    document = read(paper.bytes(), "policy.docx")
    assert document.title == "Social Media Policy"
    assert [(b.text, b.level) for b in document.blocks if b.kind is Kind.HEADING] == [
        ("Social Media Policy", 1),
        ("Scope", 1),
        ("Who", 2),
        ("Volunteers", 3),
    ]
    assert [b.text for b in document.blocks if b.kind is Kind.PARAGRAPH] == [
        "All staff are bound by this.",
        "Governors too.",
    ]


def test_a_clause_in_a_heading_style_stays_a_clause() -> None:
    paper = Paper()
    paper.say("Rules", style="Heading 1")
    paper.say("Friends", style="Heading 1")
    rule = "Staff must not accept requests from pupils, and must tell the head about them the same day."
    paper.say(rule, style="Heading 2")
    assert [b.kind for b in read(paper.bytes(), "x.docx").blocks] == [Kind.HEADING, Kind.HEADING, Kind.PARAGRAPH]


def test_without_heading_styles_the_text_must_tell_and_bold_lines_are_headings() -> None:
    paper = Paper()
    paper.say("").add_run("Personal use").bold = True
    paper.say("Staff may use social media in breaks.")
    paper.say("").add_run("Staff must never share a pupil's name").bold = True
    paper.say("This is serious.")
    paper.say("It is.")
    paper.say("So it is.")
    kinds = [(b.text, b.kind) for b in read(paper.bytes(), "x.docx").blocks]
    assert kinds[0] == ("Personal use", Kind.HEADING)
    assert kinds[1] == ("Staff may use social media in breaks.", Kind.LINE)
    assert kinds[2][1] is Kind.LINE, "a rule in bold is a rule"


def test_a_typed_number_is_left_for_the_text_to_tell() -> None:
    paper = Paper()
    for heading in ("One", "Two"):
        paper.say(heading, style="Heading 1")
    paper.say("5.3\tEmployees must ask.")
    block = read(paper.bytes(), "x.docx").blocks[-1]
    assert (block.kind, block.text, block.number) == (Kind.LINE, "5.3\tEmployees must ask.", "")


def test_table_rows_are_read_under_their_column_heads() -> None:
    paper = Paper()
    table = paper.word.add_table(3, 3)
    for row, texts in enumerate(
        [["Platform", "Who may post", "Approval"], ["Facebook", "Office staff", "Head"], ["X", "Teachers", ""]]
    ):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    document = read(paper.bytes(), "x.docx")
    assert lines(document) == [
        "Platform: Facebook; Who may post: Office staff; Approval: Head",
        "Platform: X; Who may post: Teachers",
    ]
    assert all(block.kind is Kind.ROW for block in document.blocks)
    assert offsets_hold(document)


def test_a_cell_that_reaches_down_belongs_to_each_row() -> None:
    paper = Paper()
    table = paper.word.add_table(3, 3)
    for column, text in enumerate(["Who", "What", "When"]):
        table.cell(0, column).text = text
    table.cell(1, 0).merge(table.cell(2, 0)).text = "Teachers"
    for row in (1, 2):
        table.cell(row, 1).text, table.cell(row, 2).text = f"thing {row}", f"time {row}"
    assert lines(read(paper.bytes(), "x.docx")) == [
        "Who: Teachers; What: thing 1; When: time 1",
        "Who: Teachers; What: thing 2; When: time 2",
    ]


def test_a_table_of_pairs_needs_no_heads() -> None:
    paper = Paper()
    table = paper.word.add_table(2, 2)
    for row, (key, value) in enumerate([("Approved by:", "Governing body"), ("Review date", "March 2027")]):
        table.cell(row, 0).text, table.cell(row, 1).text = key, value
    assert lines(read(paper.bytes(), "x.docx")) == ["Approved by: Governing body", "Review date: March 2027"]


def test_a_table_that_only_draws_a_box_is_read_as_paragraphs() -> None:
    paper = Paper()
    cell = paper.word.add_table(1, 1).cell(0, 0)
    cell.text = "Staff must lock their screens."
    cell.add_paragraph("Staff must log out.")
    document = read(paper.bytes(), "x.docx")
    assert lines(document) == ["Staff must lock their screens.", "Staff must log out."]
    assert {block.kind for block in document.blocks} == {Kind.LINE}


def test_deletions_are_skipped_and_insertions_kept() -> None:
    paper = Paper()
    paper.xml(
        "<w:p><w:r><w:t xml:space='preserve'>Staff may </w:t></w:r>"
        "<w:del w:id='1' w:author='x'><w:r><w:delText xml:space='preserve'>never </w:delText></w:r></w:del>"
        "<w:ins w:id='2' w:author='x'><w:r><w:t xml:space='preserve'>sometimes </w:t></w:r></w:ins>"
        "<w:moveFrom w:id='3' w:author='x'><w:r><w:t>elsewhere </w:t></w:r></w:moveFrom>"
        "<w:r><w:t>post.</w:t></w:r></w:p>"
    )
    document = read(paper.bytes(), "x.docx")
    assert document.text == "Staff may sometimes post."
    assert what(document)["deleted text"] == "never"


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    paper = Paper()
    paper.xml(
        "<w:p><w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr><w:r><w:t xml:space='preserve'>Ask the </w:t></w:r></w:p>"
        "<w:p><w:r><w:t>head.</w:t></w:r></w:p>"
    )
    assert read(paper.bytes(), "x.docx").text == "Ask the head."


def test_headers_and_footers_are_reported_and_left_out() -> None:
    paper = Paper()
    paper.word.sections[0].header.paragraphs[0].text = "Example Primary School"
    paper.word.sections[0].footer.paragraphs[0].text = "Reviewed March 2026"
    paper.say("Staff must ask.")
    document = read(paper.bytes(), "x.docx")
    assert document.text == "Staff must ask."
    assert what(document) == {"running header": "Example Primary School", "running footer": "Reviewed March 2026"}


def field(code: str, result: str) -> str:
    """A complex field in runs."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    return (
        mark("begin")
        + f"<w:r><w:instrText>{code}</w:instrText></w:r>"
        + mark("separate")
        + f"<w:r><w:t>{result}</w:t></w:r>"
        + mark("end")
    )


def test_a_contents_field_over_several_paragraphs_is_left_out() -> None:
    paper = Paper()
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    paper.xml(
        f"<w:p>{begin}<w:r><w:t>Scope 1</w:t></w:r></w:p>"
        f"<w:p><w:r><w:t xml:space='preserve'>Rules </w:t></w:r>{field('PAGEREF _Toc1', '2')}</w:p>"
        '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        "<w:p><w:r><w:t>Staff must ask.</w:t></w:r></w:p>"
    )
    document = read(paper.bytes(), "x.docx")
    assert lines(document) == ["Staff must ask."]
    assert "contents page" in what(document)


def test_a_contents_field_that_never_ends_does_not_swallow_the_policy() -> None:
    paper = Paper()
    paper.xml(
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>Scope 1</w:t></w:r></w:p>'
        "<w:p><w:r><w:t>Staff must ask.</w:t></w:r></w:p>"
    )
    assert "Staff must ask." in lines(read(paper.bytes(), "x.docx"))


def test_contents_by_style_or_content_control_are_left_out() -> None:
    paper = Paper()
    paper.style("toc 1", "Normal")
    paper.say("Scope\t1", style="toc 1")
    paper.xml(
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        "<w:sdtContent><w:p><w:r><w:t>Contents</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>Staff must ask.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    assert lines(read(paper.bytes(), "x.docx")) == ["Staff must ask."]


def test_field_results_links_and_content_controls_are_text_and_codes_are_not() -> None:
    paper = Paper()
    paper.xml(
        f"<w:p><w:r><w:t xml:space='preserve'>See </w:t></w:r>{field('REF _Ref1', '5.3')}"
        "<w:hyperlink w:anchor='x'><w:r><w:t xml:space='preserve'> or ask the head</w:t></w:r></w:hyperlink>"
        "<w:sdt><w:sdtContent><w:r><w:t xml:space='preserve'> in writing</w:t></w:r></w:sdtContent></w:sdt>"
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Click or tap to enter a date.</w:t></w:r>"
        "</w:sdtContent></w:sdt><w:fldSimple w:instr='PAGE'><w:r><w:t>7</w:t></w:r></w:fldSimple></w:p>"
    )
    document = read(paper.bytes(), "x.docx")
    assert document.text == "See 5.3 or ask the head in writing"
    assert what(document) == {"empty form field": "Click or tap to enter a date."}


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    paper = Paper()
    box = "<w:txbxContent><w:p><w:r><w:t>Ask before you post.</w:t></w:r></w:p></w:txbxContent>"
    paper.word.element.body.insert(
        0,
        parse_xml(
            f'<w:p {W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
            'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
            'xmlns:v="urn:schemas-microsoft-com:vml"><w:r><w:t>Beside the box.</w:t></w:r><w:r><mc:AlternateContent>'
            f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
            f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        ),
    )
    assert lines(read(paper.bytes(), "x.docx")) == ["Beside the box.", "Ask before you post."]


def test_soft_line_breaks_split_typed_lists_but_not_sentences() -> None:
    paper = Paper()
    paper.say("Staff must never post about\npupils, parents or colleagues.")
    paper.say("Staff must:\n- ask first\n- keep a copy")
    assert lines(read(paper.bytes(), "x.docx")) == [
        "Staff must never post about pupils, parents or colleagues.",
        "Staff must:",
        "- ask first",
        "- keep a copy",
    ]


def test_hidden_text_is_reported_and_left_out() -> None:
    paper = Paper()
    paper.say("Seen. ").add_run("Unseen.").font.hidden = True
    document = read(paper.bytes(), "x.docx")
    assert (document.text, what(document)) == ("Seen.", {"hidden or struck-out text": "Unseen."})


def test_tabs_symbols_and_special_hyphens_come_through() -> None:
    paper = Paper()
    paper.xml(
        "<w:p><w:r><w:sym w:font='Wingdings' w:char='F0A7'/><w:tab/><w:t>e</w:t><w:noBreakHyphen/><w:t>safe</w:t>"
        "<w:softHyphen/><w:t>ty</w:t></w:r></w:p>"
    )
    assert read(paper.bytes(), "x.docx").text == "▪\te-safety"


def test_a_footnote_follows_the_paragraph_that_it_belongs_to() -> None:
    paper = Paper()
    paper.xml("<w:p><w:r><w:t>Close relatives are allowed.</w:t><w:footnoteReference w:id='2'/></w:r></w:p>")
    paper.say("Next clause.")
    note = "<w:footnote w:id='2'><w:p><w:r><w:t>Parents and siblings.</w:t></w:r></w:p></w:footnote>"
    notes = f"<w:footnotes {W}>{note}</w:footnotes>"
    relation = (
        b'<Relationship Id="rIdN" Target="footnotes.xml" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"/></Relationships>'
    )

    def change(name: str, data: bytes) -> bytes:
        return data.replace(b"</Relationships>", relation) if name == "word/_rels/document.xml.rels" else data

    data = rezip(paper.bytes(), change, [("word/footnotes.xml", notes.encode())])
    assert lines(read(data, "x.docx")) == ["Close relatives are allowed.", "Parents and siblings.", "Next clause."]


@pytest.mark.parametrize(
    "old_new",
    [
        (b"wordprocessingml.document.main+xml", b"wordprocessingml.template.main+xml"),
        (
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        ),
        (b'Target="styles.xml"', b'Target="NULL"'),
        (b'Target="word/document.xml"', b'Target="/word/document.xml"'),
    ],
    ids=["template", "strict", "relationship to NULL", "absolute target"],
)
def test_files_that_other_readers_refuse_are_read(old_new: tuple[bytes, bytes]) -> None:
    paper = Paper()
    paper.say("Staff must ask.")
    data = rezip(paper.bytes(), lambda name, member: member.replace(*old_new))
    assert read(data, "x.docx").text == "Staff must ask."


def test_a_broken_picture_does_not_cost_the_policy() -> None:
    paper = Paper()
    paper.say("Staff must ask.")
    data = bytearray(rezip(paper.bytes(), lambda name, member: member, [("word/media/image1.png", b"p" * 4000)]))
    at = data.index(b"word/media/image1.png") + len(b"word/media/image1.png")
    data[at : at + 4] = b"\xff\xff\xff\xff"
    assert read(bytes(data), "x.docx").text == "Staff must ask."


def test_titles_that_a_program_made_up_are_no_titles() -> None:
    for title, kept in (
        ("Microsoft Word - sm policy.doc", ""),
        ("Document1", ""),
        ("Social Media Policy", "Social Media Policy"),
    ):
        paper = Paper()
        paper.say("Staff must ask.")
        paper.word.core_properties.title = title
        assert read(paper.bytes(), "x.docx").title == kept


def test_empty_paragraphs_are_kept_as_one_blank_line() -> None:
    paper = Paper()
    for text in ("One.", "", "", "Two."):
        paper.say(text)
    document = read(io.BytesIO(paper.bytes()).getvalue(), "x.docx")
    assert document.text == "One.\n\nTwo."
    assert offsets_hold(document)


def test_what_is_crossed_out_is_no_rule_and_is_named() -> None:
    paper = Paper()
    paper.say("Staff must ask. ").add_run("Staff may add pupils.").font.strike = True
    document = read(paper.bytes(), "x.docx")
    assert (document.text, what(document)) == (
        "Staff must ask.",
        {"hidden or struck-out text": "Staff may add pupils."},
    )
