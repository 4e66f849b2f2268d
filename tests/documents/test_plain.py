"""Plain text in every encoding that a school's computer writes."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.documents import read
from knowledge.model import DocumentFault, Kind
from tests.documents.papers import offsets_hold

POLICY = "Café rules\n\n5.3\tStaff must not ‘friend’ a pupil – ever.\n"
POLICIES = Path(__file__).parents[3] / "shared" / "policies"


@pytest.mark.parametrize(
    "data",
    [
        POLICY.encode("utf-8"),
        POLICY.encode("utf-8-sig"),
        POLICY.encode("utf-16"),
        codecs.BOM_UTF16_BE + POLICY.encode("utf-16-be"),
        POLICY.encode("utf-16-le"),
        POLICY.encode("utf-16-be"),
        POLICY.encode("utf-32"),
        POLICY.encode("cp1252"),
        POLICY.replace("\n", "\r\n").encode("cp1252"),
        POLICY.replace("\n", "\r").encode("utf-8"),
        POLICY.encode("utf-8") + b"\x1a",
        POLICY.encode("utf-8").replace("–".encode(), "–".encode("cp1252")),
    ],
    ids=[
        "utf-8", "utf-8 with mark", "utf-16", "utf-16 big-endian", "utf-16-le without mark", "utf-16-be without mark",
        "utf-32", "windows-1252", "windows line ends", "old mac line ends", "ends with ctrl-z", "two encodings mixed",
    ],
)  # fmt: skip
def test_the_same_policy_comes_out_of_every_encoding(data: bytes) -> None:
    document = read(data, "policy.txt")
    assert document.text == POLICY
    assert document.kind == "txt"
    assert [block.text for block in document.blocks] == ["Café rules", "5.3\tStaff must not ‘friend’ a pupil – ever."]


def test_each_line_is_a_block_and_blank_lines_stay_in_the_text() -> None:
    text = "  Title \n\n\n - one\n\n\u00a0two\u00a0 \n"
    document = read(text.encode(), "x.txt")
    assert document.text == text
    assert [(b.kind, b.text) for b in document.blocks] == [
        (Kind.LINE, "Title"),
        (Kind.LINE, "- one"),
        (Kind.LINE, "two"),
    ]
    assert offsets_hold(document)


def test_bookmark_marks_stay_out_of_the_blocks() -> None:
    document = read(
        b" [bookmark: _Toc12490]Introduction \n[bookmark: _GoBack][bookmark: x] All staff\n[bookmark: y]\n", "x.txt"
    )
    assert [block.text for block in document.blocks] == ["Introduction", "All staff"]
    assert document.text.startswith(" [bookmark: _Toc12490]Introduction")
    assert offsets_hold(document)


def test_a_form_feed_ends_a_line() -> None:
    assert [b.text for b in read(b"one\x0ctwo\x0bthree", "x.txt").blocks] == ["one", "two", "three"]


def test_the_name_is_not_believed() -> None:
    assert read(b"Staff must ask.", "policy.pdf").kind == "txt"


@given(
    st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1).map(
        lambda t: "Staff\n" + t
    )
)
@settings(max_examples=60, deadline=None)
def test_offsets_hold_for_any_text(text: str) -> None:
    try:
        document = read(text.encode(), "x.txt")
    except DocumentFault:  # mostly signs of another script, or markup
        return
    assert offsets_hold(document)
    assert all(block.text == block.text.strip() and block.text for block in document.blocks)


@pytest.mark.skipif(not POLICIES.is_dir(), reason="the five real policies are not beside the repository")
def test_the_five_real_policies_read_line_by_line() -> None:
    files = sorted(path for path in POLICIES.glob("*.txt"))
    assert len(files) == 5
    for path in files:
        document = read(path.read_bytes(), path.name)
        assert (document.kind, document.text) == ("txt", path.read_text("utf-8"))
        assert offsets_hold(document)
        assert not any("[bookmark:" in block.text for block in document.blocks)
