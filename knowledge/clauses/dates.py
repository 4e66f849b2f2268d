"""A document in, its dates out: adopted, in force, last reviewed, next review, period; never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.clauses.calendar import Found, dates_in
from knowledge.model import Dates, Document

_I = re.IGNORECASE
# What the words before a date make of it; the last that occurs in the label decides, so order matters only for ties.
_LABELS = (
    (
        "next_review",
        r"\bnext (?:\w+ )?(?:review(?:ed)?|revision|update)\b|\breview (?:is )?(?:due|date|by)\b"
        r"|\bdue (?:for )?review\b|\bto be (?:next )?reviewed\b|"
        r"\b(?:will|shall|should|must) (?:next )?be (?:next )?(?:reviewed|updated|revised)\b"
        r"|\bdate (?:of|for) (?:the )?(?:next|future) review\b|"
        r"\b(?:expir(?:y|es)|renewal)(?: date)?\b|\breview(?= (?:in|by|on)?\W*$)|\bnext due\b"
        r"|\bdate for review\b|\bfuture review\b|"
        r"^review$|\breview:?$",
    ),
    (
        "last_reviewed",
        r"\b(?:last|latest|most recent(?:ly)?) (?:\w+ )?(?:review(?:ed)?|updated?|revised|revision"
        r"|amended|approved|approval)\b(?:[/ ]+approved)?|"
        r"\b(?:date )?(?:of )?(?:this |last |latest |current )(?:review|revision|update)\b"
        r"|\bdate (?:of review|reviewed|revised|updated|amended)\b|"
        r"\b(?:was|has been|is|were)? ?(?<!be )(?:reviewed|revised|updated"
        r"|amended)(?: and \w+)?(?=[\s:]*(?:on|by|in|:|$|\w))|\bversion date\b|"
        r"\brevision date\b|\bdate of revision\b",
    ),
    (
        "adopted",
        r"\b(?:approved|adopted|ratified|agreed|signed off|issued|first (?:published|written|issued"
        r"|adopted))\b|\b(?:approval|adoption|ratification|issue)\b"
        r"(?: date)?|\bdate (?:of (?:policy|issue|approval|adoption|ratification)|approved|adopted"
        r"|ratified|agreed|written|created|published|established)\b|"
        r"\bpolicy (?:date|created|written|published|adopted)\b|\bcreated\b|\bpublished\b|\bwritten\b",
    ),
    (
        "in_force",
        r"\b(?:(?:to )?takes? effect|in(?:to)? force|with effect|effective|implementation|implemented"
        r"|commenc\w+|start date|valid|applies|operative|operational)\b"
        r"(?: (?:from|on|date))?",
    ),
    (
        "",
        r"\b(?:act|regulations?|training|KCSIE|keeping children safe|statutory|inspection|printed"
        r"|term dates)\b",
    ),
)
_COMPILED = tuple((name, re.compile(words, _I)) for name, words in _LABELS)
_THIS_POLICY = re.compile(
    r"\b(?:this|the|our)\s+(?:[\w-]+\s+){0,4}?(?:policy|document|procedure|guidance"
    r"|handbook|code|agreement|version)\b|^(?:adopted|approved|"
    r"ratified|agreed|reviewed|policy|first|last|next|review|it (?:will|was|is|has)|to be"
    r"|date)\b",
    _I,
)
_NUMBERS = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "twelve": 12,
    "eighteen": 18,
    "second": 2,
    "third": 3,
    "other": 2,
    "1": 1,
    "one": 1,
    "a": 1,
}
_NUMBER = r"(?P<number>\d{1,2}|one|two|three|four|five|six|twelve|eighteen)"
_PERIODS = (
    (r"\bbi-?annual(?:ly)?\b", 0),  # twice a year to some, every two years to others
    (r"\bbiennial(?:ly)?\b|\b(?:every (?:second|other) year|two[- ]yearly|alternate years)\b", 24),
    (r"\btriennial(?:ly)?\b|\bthree[- ]yearly\b|\b3[- ]yearly\b|\bevery third year\b", 36),
    (r"\bsix[- ]monthly\b|\bhalf[- ]yearly\b|\btwice (?:a|per) year\b", 6),
    (r"\btermly\b|\bevery term\b|\beach term\b", 4),
    (r"\bquarterly\b", 3),
    (
        r"\bannual(?:ly)?\b|\byearly\b|\bevery year\b|\beach year\b|\bonce (?:a|every|per) year\b"
        r"|\bevery academic year\b",
        12,
    ),
)
_SPELT = re.compile(
    rf"(?:\b(?:every|each|within|after|least)\s+{_NUMBER}\s*(?:\(\d+\)\s*)?[- ]?(?P<unit>year"
    rf"|month)s?\b)|"
    rf"(?:\b(?P<number2>\d{{1,2}}|one|two|three|four|five|six|twelve|eighteen)[- ](?P<unit2>year"
    rf"|month)s?(?:ly)?\b)",
    _I,
)
_PERIOD_LABEL = re.compile(
    r"\b(?:review (?:period|cycle|frequency|interval|schedule|timescale)"
    r"|frequency(?: of review)?|reviewed|review(?:s|ing)?)\b",
    _I,
)
_PERIOD_LINE = re.compile(
    r"\breview (?:period|cycle|frequency|interval|schedule)|\bfrequency\b|^(?:annual|biennial|policy) review|"
    r"^review(?:ed)?\b|"
    r"\bto be reviewed\b",
    _I,
)
_PERIOD_PROSE = (
    re.compile(r"\b(?:polic(?:y|ies)|document|procedure|guidance|handbook|it)\b[^.]{0,80}?\breview(?:ed|s)?\b", _I),
    re.compile(
        r"\breview(?:ed|s)?\b[^.]{0,30}\bth(?:is|e) (?:\w+ ){0,3}(?:policy|document|guidance|procedure|handbook)\b", _I
    ),
)
_PERIOD_ONLY = re.compile(r"(?:policy )?review (?:period|cycle|frequency|interval)\s*:?|frequency of review\s*:?", _I)


def dates_of(document: Document) -> Dates:
    """The dates that the document states, in ISO form with as many parts as it gives; what is blank stays None."""
    found: dict[str, list[Found]] = {}
    for name, date in _stated(document):
        found.setdefault(name, []).append(date)
    first = {name: dates[0].iso for name, dates in found.items()}
    latest = max((date.iso for date in found.get("last_reviewed", [])), default=None)
    next_review = max((date.iso for date in found.get("next_review", [])), default=None)
    past = max(filter(None, (latest, first.get("adopted"))), default=None)
    if next_review and past and next_review < past[: len(next_review)]:
        latest, next_review = latest or next_review, None  # "Review date" of a review that has been
    return Dates(first.get("adopted"), first.get("in_force"), latest, next_review, _period(document))


def _texts(document: Document) -> Iterator[str]:
    """The text of every block, then of the running headers and footers, which often carry the dates."""
    yield from (document.text[block.start : block.end] for block in document.blocks)
    yield from (one.text for one in document.left_out if re.search(r"header|footer", one.what))


def _stated(document: Document) -> Iterator[tuple[str, Found]]:
    heads: list[str] = []
    label = ""
    for text in _texts(document):
        cells = [cell.strip() for cell in re.split(r"\t+|\s*\|\s*", text) if cell.strip()]
        dates = dates_in(text)
        if not dates:
            heads = cells if len(cells) > 1 and any(_named(cell) for cell in cells) else []
            label = text if len(text) <= 80 and not text.rstrip().endswith(".") else ""
        elif heads and len(heads) == len(cells):  # further rows of a version table stand under the same heads
            for head, cell in zip(heads, cells, strict=True):
                yield from ((_named(head), date) for date in dates_in(cell)[:1] if _named(head))
        else:
            if label and dates[0].start <= 1 and dates[0].end >= len(text.strip(" .")):
                yield from ((name, dates[0]) for name in [_named(label)] if name)
            elif len(text) <= 200 or _THIS_POLICY.search(text):
                yield from _in_line(text, dates, label)
            label, heads = "", []


def _in_line(text: str, dates: list[Found], above: str) -> Iterator[tuple[str, Found]]:
    before = 0
    for date in dates:
        label = text[before : date.start]
        sentence = max(label.rfind(". "), label.rfind("; "))
        label = label[sentence + 1 :].strip(" \t:–-(|")
        before = date.end
        prose = len(text) > 130 or text.rstrip().endswith(".")
        if prose and not _THIS_POLICY.search(label) and not _THIS_POLICY.match(text):
            continue
        bare = label.casefold().strip(" :") == "date"  # "Approved by: the governors", and below it "Date: 12 May 2023"
        if name := _named(above if bare else label[-90:]):
            yield name, date


def _named(label: str) -> str:
    """Which date the label announces: the last announcement in it."""
    label = " ".join(label.replace(":", " ").replace("&", "and").split())
    places = [(hit.end(), -rank, name) for rank, (name, words) in enumerate(_COMPILED) for hit in words.finditer(label)]
    if not places:
        return ""
    names = {name for _, _, name in places}
    if "" in names and not re.search(r"\b(?:policy|document)\b", label, _I):
        return ""  # the date of an Act or of the Department's guidance, not of this policy
    if "last_reviewed" in names and re.search(r"\b(?:last|latest) (?:\w+ )?(?:reviewed|approved)\s*/", label, _I):
        return "last_reviewed"
    return max(places)[2]


def _period(document: Document) -> int | None:
    """Months between reviews, where the policy's own review is spoken of."""
    label = ""
    for block in document.blocks:
        for sentence in re.split(r"(?<=[.;])\s+", block.text):
            words = f"{label} {sentence}" if label and len(sentence) < 60 else sentence
            if months := _months(words):
                return months
        label = block.text if _PERIOD_ONLY.fullmatch(block.text.strip()) else ""
    return None


def _months(sentence: str) -> int | None:
    short = len(sentence) <= 100 and _PERIOD_LINE.search(sentence)
    prose = any(words.search(sentence) for words in _PERIOD_PROSE)
    if not (short or prose) or not (label := _PERIOD_LABEL.search(sentence)):
        return None
    near = sentence[max(0, label.start() - 30) : label.end() + 90]
    places = [(hit.start(), months) for words, months in _PERIODS if (hit := re.search(words, near, _I))]
    if spelt := _SPELT.search(near):
        number = (spelt["number"] or spelt["number2"]).casefold()
        count = int(number) if number.isdigit() else _NUMBERS[number]
        places.append((spelt.start(), count * (12 if (spelt["unit"] or spelt["unit2"]).casefold() == "year" else 1)))
    return (min(places)[1] or None) if places else None
