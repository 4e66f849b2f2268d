"""The five real policies come out of every format as they went in."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from knowledge.documents import read
from knowledge.model import Document
from tests.documents.papers import Leaflet, Paper, offsets_hold

POLICIES = Path(__file__).parents[3] / "shared" / "policies"
KEYS = ["northumberland", "owls", "st-marys", "waterloo", "wigan"]
pytestmark = pytest.mark.skipif(not POLICIES.is_dir(), reason="the five real policies are not beside the repository")


@pytest.fixture(params=KEYS)
def policy(request: pytest.FixtureRequest) -> Document:
    """A real policy as read from its text file."""
    path = POLICIES / f"{request.param}.txt"
    return read(path.read_bytes(), path.name)


def words(document: Document) -> list[str]:
    """Each block's words."""
    assert offsets_hold(document)
    return [" ".join(block.text.split()) for block in document.blocks]


def test_word_gives_the_same_lines(policy: Document) -> None:
    paper = Paper()
    for block in policy.blocks:
        paper.say(block.text)
    assert words(read(paper.bytes(), "policy.docx")) == words(policy)


def test_a_web_page_gives_the_same_lines(policy: Document) -> None:
    body = "".join(f"<p>{html.escape(block.text)}</p>" for block in policy.blocks)
    page = f"<!doctype html><html><body>{body}</body></html>"
    assert words(read(page.encode("utf-16"), "policy.html")) == words(policy)


def test_a_pdf_gives_every_word_in_order_and_nearly_every_line(policy: Document) -> None:
    pdf = Leaflet("Example School", "Page {page}")
    expected = []
    for block in policy.blocks:
        # The PDF's built-in fonts know no typographic quotes and dashes.
        text = re.sub("[’‘]", "'", re.sub("[“”]", '"', block.text.replace("–", "-")))
        text = " ".join(text.encode("latin-1", "ignore").decode("latin-1").split())
        pdf.say(text)
        expected.append(text)
    found = words(read(pdf.bytes(), "policy.pdf"))
    assert " ".join(found).split() == " ".join(expected).split()
    assert len(set(expected) - set(found)) <= 3
