"""Turns bytes into text, whatever encoding a school's computer wrote."""

from __future__ import annotations

import codecs
import re

from knowledge.documents import faults

# utf-32-le must come before utf-16-le, whose mark it begins with.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x19\x1c-\x1f\x7f\ufffe\uffff]")
_ESCAPED = re.compile("[\udc80-\udcff]")
_SAMPLE = 4096


def decode(data: bytes, name: str) -> str:
    """The text of `data` with `\\n` line ends. Raises DocumentFault where it is no text at all."""
    encoding, skip = _encoding(data)
    if encoding == "utf-8":
        text = _lenient(data[skip:])
    else:
        try:
            text = data[skip:].decode(encoding)
        except UnicodeDecodeError as error:
            raise faults.damaged(name, "txt") from error
    text = text.rstrip("\x00\x1a").replace("\r\n", "\n").replace("\r", "\n")  # ^Z ended a file in DOS
    if not _is_text(text):
        raise faults.not_a_document(name)
    return _CONTROLS.sub("", text)


def _encoding(data: bytes) -> tuple[str, int]:
    """The encoding by its mark; without a mark UTF-16 shows by its NULs in every other byte. And the mark's length."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, len(mark)
    sample = data[:_SAMPLE]
    half = max(1, len(sample) // 2)
    even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if odd > 0.4 and even < 0.05:
        return "utf-16-le", 0
    if even > 0.4 and odd < 0.05:
        return "utf-16-be", 0
    return "utf-8", 0


def _lenient(data: bytes) -> str:
    """UTF-8, and each byte that is not UTF-8 read as Windows-1252: so both encodings, and files that mix them."""
    text = data.decode("utf-8", "surrogateescape")
    return _ESCAPED.sub(lambda m: _western(ord(m[0]) - 0xDC00), text)


def _western(byte: int) -> str:
    # Five bytes mean nothing in Windows-1252; browsers show the control character (WHATWG encoding standard).
    return bytes([byte]).decode("cp1252", "ignore") or chr(byte)


def _is_text(text: str) -> bool:
    sample = text[: _SAMPLE * 16]
    if not sample.strip():
        return True  # empty is another sentence than "not a document"
    if "\x00" in sample or len(_CONTROLS.findall(sample)) > len(sample) / 200:
        return False
    return sum(ch < "\x80" for ch in sample) >= len(sample) * 0.5  # English; or Welsh, French, Polish…
