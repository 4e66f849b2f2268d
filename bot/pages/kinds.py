"""What a file is, told from its bytes and never from its name; what is none of these is not taken."""

from __future__ import annotations

import io
import re
import zipfile

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KINDS = {  # media type → how its name ends
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/heic": "heic",
    "image/webp": "webp",
    "image/gif": "gif",
    "application/pdf": "pdf",
    "message/rfc822": "eml",
    "application/vnd.ms-outlook": "msg",
    "text/plain": "txt",
    _DOCX: "docx",
}
PICTURES = tuple(kind for kind in KINDS if kind.startswith("image/"))
_HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,60}:[ \t]?")
_MAILS = frozenset({b"from", b"to", b"date", b"subject", b"received", b"return-path", b"message-id", b"mime-version"})


def kind_of(data: bytes) -> str:  # noqa: PLR0911 - one for each kind
    """The media type of a file; "" for what is not taken."""
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        return "image/heic"
    if data.startswith(b"%PDF-"):
        return "application/pdf"
    if data.startswith(b"PK\x03\x04"):
        return _DOCX if _is_docx(data) else ""
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "application/vnd.ms-outlook" if _is_message(data) else ""
    return _written(data)


def named(name: str, kind: str) -> str:
    """A file's name as people may see it: no path, no sign that reads otherwise, and the ending that its kind has."""
    stem = re.split(r"[/\\]", name)[-1]
    stem = "".join(sign for sign in stem if sign.isprintable()).strip(" .")
    ending = KINDS[kind]
    known = {ending, "jpeg"} if ending == "jpg" else {ending}
    if stem.lower().rpartition(".")[2] in known and "." in stem:
        stem = stem[: stem.rindex(".")]
    return f"{stem[:80].strip(' .') or 'file'}.{ending}"


def _is_docx(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return False
    return {"[Content_Types].xml", "word/document.xml"} <= names and "word/vbaProject.bin" not in names


def _is_message(data: bytes) -> bool:
    """Outlook's own format, which is an OLE file like old Word documents and installers."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as opened:
            return bool(opened.exists("__properties_version1.0"))
    except (OSError, ValueError, IndexError):
        return False


def _written(data: bytes) -> str:
    """Words: an e-mail if it begins as one, else plain text, if it can be read as such."""
    if b"\0" in data:
        return ""
    first = data[:4000].splitlines()[:20]
    named = {line.split(b":", 1)[0].lower() for line in first if _HEADER.match(line)}
    if first and _HEADER.match(first[0]) and len(named & _MAILS) >= 2:
        return "message/rfc822"
    if re.match(rb"\s*<", data):  # a web page, which would run in a browser
        return ""
    try:
        words = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ""
    odd = re.search("[\x00-\x08\x0b\x0e-\x1f\x7f]", words)
    return "text/plain" if words.strip() and odd is None else ""
