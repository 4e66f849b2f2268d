"""Tells what a file is by what is in it; its name is not believed."""

from __future__ import annotations

import io
import re

from knowledge.documents import faults
from knowledge.documents.archive import Archive
from knowledge.model import DocumentFault

_PICTURES = (
    b"\x89PNG\r\n",
    b"\xff\xd8\xff",
    b"GIF87a",
    b"GIF89a",
    b"II*\x00",
    b"MM\x00*",
    b"\x00\x00\x01\x00",
    b"8BPS",
)
_STARTS = {
    b"{\\rtf": "a Rich Text file (.rtf)",
    b"7z\xbc\xaf\x27\x1c": "a compressed archive",
    b"Rar!\x1a\x07": "a compressed archive",
    b"\x1f\x8b\x08": "a compressed archive",
    b"BZh": "a compressed archive",
    b"\xfd7zXZ\x00": "a compressed archive",
    b"\x28\xb5\x2f\xfd": "a compressed archive",
    b"\x7fELF": "a program",
    b"ID3": "a sound or film",
    b"OggS": "a sound or film",
    b"\x1aE\xdf\xa3": "a sound or film",
    b"wOFF": "a font",
    b"wOF2": "a font",
    b"OTTO\x00": "a font",
    b"\x00\x01\x00\x00\x00": "a font",
    b"SQLite format 3\x00": "a database",
}
_COMPOUND = {
    "workbook": "an Excel workbook",
    "book": "an Excel workbook",
    "powerpoint document": "a PowerPoint presentation",
    "__properties_version1.0": "an Outlook message",
}
_MARKUP = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|"
    r"(?:html|head|body|title|meta|h[1-6]|p|div|span|section|article|main|ul|ol|table|b|i|strong|em|font|center)\b)",
    re.IGNORECASE | re.DOTALL,
)
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+\S", re.MULTILINE)
_UNDERLINED = re.compile(r"(?:\A|\n[ \t]*\n)[^\n]{2,80}\n(?:={3,}|-{3,})[ \t]*(?=\n|\Z)")
_OTHER_SIGNS = re.compile(r"^[-*+] \S|\*\*\S.*\S\*\*|\]\(\S+\)|^\|.*\|[ \t]*$|^```", re.MULTILINE)


def container(data: bytes, name: str) -> str:
    """ "docx" or "pdf" by the file's first bytes; "" where it may be text. Raises DocumentFault for anything else."""
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise _compound_fault(data, name)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zipped(data, name)
    if b"%PDF-" in data[:1024]:  # readers allow for junk before it
        return "pdf"
    what = _other_kind(data)
    if what:
        raise faults.other(name, what)
    return ""


def text_kind(text: str, name: str) -> str:
    """ "html", "md" or "txt". Raises DocumentFault for other markup."""
    start = text[:4000].lstrip("\ufeff \t\n")
    if re.match(r"<\?xml.*?(mso-application|w:wordDocument|pkg:package)", start, re.DOTALL):
        raise faults.other(name, "a Word XML file")
    if re.match(r"MIME-Version:|From:.{0,200}<Saved by", start, re.IGNORECASE) and "multipart/related" in start:
        raise faults.other(name, "a web archive (.mht)")
    if re.match(r"(?:<\?xml[^>]*>\s*|<!.*?>\s*)*<svg\b", start, re.DOTALL):
        raise faults.other(name, "a picture")
    if _MARKUP.match(start):
        return "html"
    if start.startswith("<?xml"):
        raise faults.not_a_document(name)
    headings = len(_HEADING.findall(text)) + len(_UNDERLINED.findall(text))
    if headings >= 2 or (headings and (_OTHER_SIGNS.search(text) or _HEADING.match(start))):
        return "md"
    return "txt"


def _zipped(data: bytes, name: str) -> str:
    archive = Archive(data, name)
    members = archive.members
    folders = {member.split("/")[0] for member in members if "/" in member}
    if "[content_types].xml" in members:
        if "word" in folders:
            return "docx"
        for folder, what in (("xl", "an Excel workbook"), ("ppt", "a PowerPoint presentation")):
            if folder in folders:
                raise faults.other(name, what)
    if "mimetype" in members:
        kind = archive.read("mimetype", "zip") or b""
        raise faults.other(name, "an e-book" if b"epub" in kind else "an OpenDocument text (.odt)")
    if "index.zip" in members or "index/document.iwa" in members:
        raise faults.other(name, "an Apple Pages document")
    raise faults.other(name, "a zip folder")


def _compound_fault(data: bytes, name: str) -> DocumentFault:
    """Old Office files and encrypted new ones are both OLE compound files: their streams tell (MS-OFFCRYPTO 2.3)."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as compound:
            streams = {"/".join(path).lower() for path in compound.listdir()}
    except Exception:  # olefile raises whatever a damaged structure leads to
        return faults.damaged(name, "ole")
    if "encryptedpackage" in streams:
        managed = any("drmencrypteddataspace" in stream for stream in streams)
        return faults.restricted_office(name) if managed else faults.locked_office(name)
    if "worddocument" in streams:
        return faults.old_word(name)
    what = next((_COMPOUND[stream] for stream in _COMPOUND if stream in streams), "")
    return faults.other(name, what) if what else faults.not_a_document(name)


def _other_kind(data: bytes) -> str:
    if data.startswith(_PICTURES) or (data[:2] == b"BM" and data[6:10] == b"\x00\x00\x00\x00"):
        return "a picture"
    if data[:4] == b"RIFF":
        return "a picture" if data[8:12] == b"WEBP" else "a sound or film"
    if data[4:8] == b"ftyp":
        return "a picture" if data[8:12] in (b"heic", b"heix", b"mif1", b"avif") else "a sound or film"
    if data[:2] == b"MZ" and b"\x00" in data[:64]:
        return "a program"
    return next((what for start, what in _STARTS.items() if data.startswith(start)), "")
