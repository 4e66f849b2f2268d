"""A JPEG without what tells where, when and with what it was taken; which way up it is stays."""

from __future__ import annotations

import re
import struct

_MARKER = re.compile(rb"\xff[^\x00\x01\xff\xd0-\xd8]")  # within a scan, no other 0xFF is the beginning of a segment
_END = 0xD9
_TOLD = frozenset({0xE1, 0xED, 0xFE})  # APP1: Exif and XMP; APP13: IPTC; a comment
_ORIENTATION = 0x0112


def without_place(data: bytes) -> bytes:
    """The same picture. What stands behind it goes too: phones put more pictures there, with a place of their own."""
    kept, at, upright = [], 2, 1
    while found := _MARKER.search(data, at):
        kept.append(data[at : found.start()])
        marker, at = data[found.start() + 1], found.start()
        if marker == _END:
            kept.append(data[at : at + 2])
            break
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        segment = data[at : at + 2 + length]
        if marker == 0xE1:
            upright = max(upright, _orientation(segment[4:]))
        if marker not in _TOLD:
            kept.append(segment)
        at += 2 + length
    else:
        kept.append(data[at:])
    return b"".join([data[:2], _way_up(upright), *kept])


def _orientation(exif: bytes) -> int:
    """Which way up, 1 to 8 (Exif 2.32, tag 0x0112); 1 where it is not said."""
    tiff = exif[6:] if exif.startswith(b"Exif\0\0") else b""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        (first,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, first)
        for n in range(count):
            tag, kind, many, value = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + 12 * n)
            if (tag, kind, many) == (_ORIENTATION, 3, 1) and 1 <= value <= 8:
                return int(value)
    except struct.error:  # cut short: then nothing is said
        return 1
    return 1


def _way_up(upright: int) -> bytes:
    """The segment that says this alone; none where the picture is the right way up."""
    if upright == 1:
        return b""
    tiff = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, upright, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", len(tiff) + 8) + b"Exif\0\0" + tiff
