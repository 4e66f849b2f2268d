"""What reaches or identifies somebody: addresses, numbers, postcodes, handles, dates of birth, number plates, links."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handlers.drafts.reading import Span, folded, listed, spans

_E_MAIL = re.compile(
    r"(?<![\w.+'-])[\w.+'-]{1,64}(?:@|\s?[\[({]\s?at\s?[\])}]\s?)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,6}\b",
    re.IGNORECASE,
)

# A United Kingdom number that may be somebody's own (01, 02, 07), or any number with its country. Numbers that begin
# with 03 or 08 belong to organisations and helplines, and nobody lives at them.
_GAP = r"[ \u00a0()./_*\-–‐‑]{0,3}"
_PHONE = re.compile(
    rf"(?<![\w£$€.,/#+-])(?!\d\d[./\-–]\d\d[./\-–]\d\d)"
    rf"(?:(?:\+|00){_GAP}44{_GAP}(?:0{_GAP})?[1-27](?:{_GAP}\d){{8,9}}"
    rf"|\(?0[1-27](?:{_GAP}\d){{8,9}}"
    rf"|[0O]{_GAP}7(?:{_GAP}\d){{9}}"
    rf"|(?:44 ?)?7\d{{3}} ?\d{{3}} ?\d{{3}}"
    rf"|\+(?!44)[1-9]\d{{0,2}}(?:{_GAP}\d){{7,11}})(?![\d/])(?!{_GAP}\d)"
)

_AREAS = (
    "A[BL]|B[ABDHLNRST]?|C[ABFHMORTVW]|D[ADEGHLNTY]|E[CHNX]?|F[KY]|G[LUY]?|H[ADGPRSUX]|I[GMPV]|JE|K[ATWY]|L[ADELNSU]?|"
    "M[EKL]?|N[EGNPRW]?|O[LX]|P[AEHLOR]|R[GHM]|S[AEGKLMNOPRSTWY]?|T[ADFNQRSW]|UB|W[ACDFNRSV]?|YO|ZE"
)  # the 124 postcode areas, and no other letters
_OUTWARD = rf"\b(?=[A-Za-z]{{1,2}}\d)(?:{_AREAS})\d[\dA-HJKMNPR-Y]?"
_POSTCODE = re.compile(
    rf"{_OUTWARD}[ \u00a0-]{{0,2}}\d(?!AM|PM)[A-Z]{{2}}\b"
    rf"|(?i:{_OUTWARD}[ \u00a0]{{0,2}}(?!1st|2nd|3rd|[04-9]th)\d[abd-hjlnp-uw-z]{{2}}\b)"
)  # in small letters not where it may be an ordinal

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}"
_YEAR = r"(?:19[4-9]\d|20\d\d|\d\d)"
_BIRTH = re.compile(
    r"\b(?:born(?: on)?|d\.?o\.?b\.?|date of birth|birth ?date)[\s:(,]{0,3}(?:the |is )?"
    rf"(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-]{_YEAR}|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH},? {_YEAR}"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? {_YEAR})\b",
    re.IGNORECASE,
)

_PLATE = re.compile(r"\b[A-HJ-PR-Y][A-HJ-PR-Y]\d\d ?[A-HJ-PR-Z]{3}\b(?! ?\d)")
_LINK = re.compile(r"\bhttp://[^\s<>\"]{1,500}(?<![.,;:!?)])", re.IGNORECASE)
_HANDLE = re.compile(r"(?<![\w@/.])@[\w.]{2,30}\b")
_PART = re.compile(r"[A-Z]?[a-z]+")


def e_mails(text: str) -> Iterator[Span]:
    """E-mail addresses, also with "(at)"."""
    return spans(_E_MAIL, text)


def phones(text: str) -> Iterator[Span]:
    """Phone numbers that may be a person's, however they are spaced."""
    return spans(_PHONE, text)


def postcodes(text: str) -> Iterator[Span]:
    """Full postcodes."""
    return spans(_POSTCODE, text)


def births(text: str) -> Iterator[Span]:
    """Full dates that somebody was born on."""
    return spans(_BIRTH, text)


def plates(text: str) -> Iterator[Span]:
    """Number plates of cars, as they have been since 2001."""
    return spans(_PLATE, text)


def open_links(text: str) -> Iterator[Span]:
    """Links that anybody on the way can read and change: http without the s."""
    return spans(_LINK, text)


def handles(text: str) -> Iterator[Span]:
    """Accounts that look like a person's, since they begin with a given name: @AmeliaT, @oliver_smith."""
    for match in _HANDLE.finditer(text):
        handle = match[0][1:]
        first = _PART.match(handle)
        if first and folded(first[0]) in listed("given_names"):
            yield match.span()
