"""Every file that cannot be used gets its sentence: six lines at most, saying what to do, and never a traceback."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest
from fpdf import FPDF
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from knowledge.documents import faults, read
from knowledge.model import Document, DocumentFault
from tests.documents.papers import Leaflet, Paper, compound, offsets_hold, rezip


def word() -> bytes:
    """A sound Word file."""
    paper = Paper()
    paper.say("Staff must ask.")
    return paper.bytes()


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip with these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def picture(kind: str) -> bytes:
    """A small picture."""
    out = io.BytesIO()
    Image.new("RGB", (40, 40), "navy").save(out, kind)
    return out.getvalue()


def scan(stamp: str = "") -> bytes:
    """Three pages that are pictures, with a stamp on each."""
    pdf = FPDF()
    for _ in range(3):
        pdf.add_page()
        pdf.image(io.BytesIO(picture("PNG")), 0, 0, 210, 297)
        if stamp:
            pdf.set_font("Helvetica", size=8)
            pdf.text(20, 290, stamp)
    return bytes(pdf.output())


def sideways() -> bytes:
    """A PDF whose text runs up the page."""
    pdf = Leaflet()
    with pdf.rotation(90, 100, 140):
        pdf.lines(0, 60, ["Staff must ask the head before they post anything about the school."] * 8)
    return pdf.bytes()


def locked_pdf() -> bytes:
    """A PDF that asks for a password."""
    pdf = Leaflet()
    pdf.say("Staff must ask.")
    pdf.set_encryption(owner_password="owner", user_password="user")
    return pdf.bytes()


def bomb() -> bytes:
    """A Word file whose main part unpacks to 60 MB out of 60 kB."""

    def change(name: str, data: bytes) -> bytes:
        return data.replace(b"<w:body>", b"<w:body>" + b" " * 60_000_000) if name == "word/document.xml" else data

    return rezip(word(), change)


def lying_bomb() -> bytes:
    """The same, but its directory declares a kilobyte."""
    data = bytearray(bomb())
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.find(signature)
        while at >= 0:
            if struct.unpack_from("<I", data, at + offset)[0] > 50_000_000:
                struct.pack_into("<I", data, at + offset, 1000)
            at = data.find(signature, at + 1)
    return bytes(data)


def pdf_bomb() -> bytes:
    """A PDF with a content stream of 60 MB in 60 kB."""
    stream = zlib.compress(b" " * 60_000_000)
    head = b"%PDF-1.4\n1 0 obj\n<< /Length " + str(len(stream)).encode() + b" /Filter /FlateDecode >>\nstream\n"
    return head + stream + b"\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF"


def locked_zip() -> bytes:
    """A Word file whose members are marked as encrypted."""
    data = bytearray(word())
    for signature, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = data.find(signature)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(signature, at + 1)
    return bytes(data)


def without_fonts() -> bytes:
    """A PDF whose font does not say which letters it shows."""
    content = b"BT /F1 12 Tf 72 700 Td <000100020003000400050006> Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [6 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo "
        b"<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor 7 0 R >>",
        b"<< /Type /FontDescriptor /FontName /X /Flags 4 >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 8\n0000000000 65535 f \n" + table
    return out + b"trailer\n<< /Size 8 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % start


def damaged_word() -> bytes:
    """A Word file that was cut off."""
    return word()[:9000]


TYPES = b"<Types/>"
BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "no bytes": (lambda: b"", "is empty"),
    "white space only": (lambda: b" \n\t\r\n", "is empty"),
    "a byte order mark only": (lambda: b"\xef\xbb\xbf", "is empty"),
    "rules and dots only": (lambda: b"-----\n.....\n", "is empty"),
    "over 20 MB": (lambda: b"a" * (faults.MAX_FILE + 1), "the limit is 20 MB"),
    "old Word": (lambda: compound("WordDocument", "1Table"), "old Word file (.doc)"),
    "Word with a password": (lambda: compound("EncryptionInfo", "EncryptedPackage"), "protected by a password"),
    "Word with a sensitivity label": (
        lambda: compound("EncryptedPackage", "DRMEncryptedDataSpace"),
        "sensitivity label",
    ),
    "old Excel": (lambda: compound("Workbook"), "an Excel workbook"),
    "old PowerPoint": (lambda: compound("PowerPoint Document"), "a PowerPoint presentation"),
    "Outlook message": (lambda: compound("__properties_version1.0"), "an Outlook message"),
    "OLE of an unknown program": (lambda: compound("Something"), "not a document I know"),
    "damaged OLE": (lambda: compound("WordDocument")[:600], "is damaged"),
    "damaged OLE, header only": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x07" * 30, "is damaged"),
    "PDF with a password": (locked_pdf, "protected by a password"),
    "scan": (scan, "is a scan"),
    "scan with a stamp on each page": (lambda: scan("Scanned by Example Scanner"), "is a scan"),
    "PDF without text or pictures": (lambda: Leaflet().bytes(), "is empty"),
    "PDF with unreadable letters": (without_fonts, "fonts do not say"),
    "PDF with its text sideways": (sideways, "standing sideways"),
    "damaged PDF": (lambda: Leaflet().bytes()[:300], "is damaged"),
    "PDF in name only": (lambda: b"%PDF-1.7\n" + b"nothing here " * 50, "is damaged"),
    "PDF bomb": (pdf_bomb, "unpacks to far more"),
    "Word bomb": (bomb, "unpacks to far more"),
    "Word bomb that lies about its size": (lying_bomb, "unpacks to far more"),
    "zip bomb": (lambda: zipped({f"{n}": b"0" * 30_000_000 for n in range(9)}), "unpacks to far more"),
    "zip with thousands of members": (lambda: zipped({f"{n}": b"" for n in range(5001)}), "unpacks to far more"),
    "zip with a password": (locked_zip, "packed with a password"),
    "Word cut off": (damaged_word, "is damaged: it starts like a Word document"),
    "Word with broken XML": (
        lambda: rezip(word(), lambda n, d: d[:-30] if n == "word/document.xml" else d),
        "is damaged",
    ),
    "Word with a broken list definition": (
        lambda: rezip(word(), lambda n, d: b"<broken" if n == "word/numbering.xml" else d),
        "is damaged",
    ),
    "Word without its main part": (
        lambda: rezip(word(), lambda n, d: None if n == "word/document.xml" else d),
        "is damaged",
    ),
    "Word without text": (lambda: Paper().bytes(), "is empty"),
    "Excel": (lambda: zipped({"[Content_Types].xml": TYPES, "xl/workbook.xml": b"<x/>"}), "an Excel workbook"),
    "PowerPoint": (lambda: zipped({"[Content_Types].xml": TYPES, "ppt/presentation.xml": b"<x/>"}), "a PowerPoint"),
    "OpenDocument": (
        lambda: zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}),
        "an OpenDocument text",
    ),
    "e-book": (lambda: zipped({"mimetype": b"application/epub+zip"}), "an e-book"),
    "Pages": (lambda: zipped({"Index/Document.iwa": b"x"}), "an Apple Pages document"),
    "zip folder": (lambda: zipped({"policy.docx": word()}), "a zip folder"),
    "damaged zip": (lambda: b"PK\x03\x04" + b"\x11" * 200, "is damaged"),
    "rtf": (lambda: rb"{\rtf1\ansi Staff must ask.}", "a Rich Text file"),
    "Word 2003 XML": (
        lambda: b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>',
        "a Word XML file",
    ),
    "other XML": (lambda: b'<?xml version="1.0"?><rss><channel/></rss>', "not a document I know"),
    "web archive": (
        lambda: b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n<html>",
        "a web archive",
    ),
    "gzip": (lambda: zlib.compress(b"x", wbits=31), "a compressed archive"),
    "png": (lambda: picture("PNG"), "a picture"),
    "jpeg": (lambda: picture("JPEG"), "a picture"),
    "gif": (lambda: picture("GIF"), "a picture"),
    "bmp": (lambda: picture("BMP"), "a picture"),
    "tiff": (lambda: picture("TIFF"), "a picture"),
    "webp": (lambda: picture("WEBP"), "a picture"),
    "heic": (lambda: b"\0\0\0\x18ftypheic" + bytes(40), "a picture"),
    "svg": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><text>x</text></svg>', "a picture"),
    "mp4": (lambda: b"\0\0\0\x18ftypmp42" + bytes(40), "a sound or film"),
    "exe": (lambda: b"MZ\x90\0\x03\0\0\0" + bytes(60), "a program"),
    "database": (lambda: b"SQLite format 3\0" + bytes(80), "a database"),
    "random bytes": (lambda: random.Random(4).randbytes(5000), "not a document I know"),
    "text of control characters": (lambda: bytes(range(1, 32)) * 20, "not a document I know"),
    "UTF-16 cut in a letter": (lambda: "Staff must ask.".encode("utf-16")[:-1], "is damaged"),
    "page without text": (lambda: b"<!doctype html><html><body><script>x()</script></body></html>", "is empty"),
    "page nested beyond reason": (lambda: b"<html><body>" + b"<div>" * 3000 + b"Staff must ask.", "is damaged"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_gets_its_sentence(case: str) -> None:
    make, sentence = BAD[case]
    with pytest.raises(DocumentFault) as caught:
        read(make(), "our policy.docx")
    text = str(caught.value)
    assert sentence in text
    assert len(text.splitlines()) <= 6
    assert max(map(len, text.splitlines())) <= 130
    assert "“our policy.docx”" in text
    assert "Traceback" not in text
    assert len(text.splitlines()) >= 2, "says what to do, too"


def test_a_pdf_that_only_forbids_copying_is_read() -> None:
    pdf = Leaflet()
    pdf.say("Staff must ask the head before they post anything.")
    pdf.set_encryption(owner_password="owner", permissions=0)
    assert read(pdf.bytes(), "x.pdf").text == "Staff must ask the head before they post anything."


def test_names_are_shown_on_one_line_and_without_folders() -> None:
    assert faults.shown("/home/x/pol\nicy.txt") == "“pol icy.txt”"
    assert faults.shown("C:\\Users\\x\\policy.doc") == "“policy.doc”"
    assert faults.shown("") == "This file"
    assert len(faults.shown("a" * 500)) < 70


def or_fault(data: bytes) -> Document | None:
    """The document, None where there is a fault; anything else raises."""
    try:
        return read(data, "x")
    except DocumentFault:
        return None


@given(st.binary(max_size=600))
@settings(max_examples=150, deadline=None)
def test_random_bytes_raise_nothing_but_a_fault(data: bytes) -> None:
    document = or_fault(data)
    assert document is None or offsets_hold(document)


STARTS = [
    b"%PDF-1.4\n",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"<html>",
    b"\xff\xfe",
    b"# x\n",
    b"{\\rtf",
]


@given(st.sampled_from(STARTS), st.binary(max_size=400))
@settings(max_examples=100, deadline=None)
def test_random_bytes_after_a_known_start_raise_nothing_but_a_fault(start: bytes, data: bytes) -> None:
    document = or_fault(start + data)
    assert document is None or offsets_hold(document)


def sound_pdf() -> bytes:
    """A sound PDF."""
    pdf = Leaflet()
    pdf.say("Staff must ask.")
    return pdf.bytes()


WHOLE = {"docx": word(), "pdf": sound_pdf(), "ole": compound("WordDocument")}


@given(
    st.sampled_from(sorted(WHOLE)), st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=8)), max_size=6)
)
@settings(max_examples=80, deadline=None)
def test_files_with_bytes_knocked_over_raise_nothing_but_a_fault(kind: str, blows: list[tuple[float, bytes]]) -> None:
    data = bytearray(WHOLE[kind])
    for place, blow in blows:
        at = int(place * (len(data) - len(blow)))
        data[at : at + len(blow)] = blow
    document = or_fault(bytes(data))
    assert document is None or offsets_hold(document)
