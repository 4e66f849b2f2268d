"""A sentence in, the "If…", "When…", "Should…" with which it opens out, apart from its main clause."""

from __future__ import annotations

import re

_I = re.IGNORECASE
_OPENS = re.compile(
    r"(?:also|similarly|equally|instead|however|therefore|conversely|in addition|additionally|and|but|so)?,?\s*"
    r"(?P<if>(?:if|where|when|whenever|wherever|in the event (?:that|of)|should|once|unless)\b.*)$",
    _I | re.DOTALL,
)
_EXCUSES = re.compile(
    r"^(?:whilst|while|although|though|as|on|before|after|even (?:if|when|where)|to|in addition"
    r"|for|without|with|except|other than|apart from)\b[^,]*,\s*",
    _I,
)
_DUTY = re.compile(
    r"(?:(?!\b(?:which|that|who|whom|because)\b).)*?\b(?:must|should|shall|may|can|could|would|cannot|will|is|are"
    r"|do|does|has|have|keep|report|tell|contact|ask|speak|refer|"
    r"inform|delete|seek|discuss|please|remember|ensure|check|never|always)\b",
    _I,
)
_BRIEF = re.compile(r"if (?:necessary|appropriate|possible|applicable|so|not|required|needed)\b", _I)
_THEN = re.compile(
    r",?\s+(?:then\b|(?:it|this|they|these|he or she|she|he|you|staff(?: members)?|employees|concerns|(?:all"
    r"|any) \w+)\s+"
    r"(?:should|must|will|may|can|need)\b)",
    _I,
)
_ANY_MODAL = re.compile(r",?\s+(?:the )?[\w/]+\s+(?:must|should|can|may|shall)\b", _I)


def opening(sentence: str) -> tuple[int, int] | None:
    """The span of the condition that opens the sentence, without the words that join it to the one before."""
    hit = _OPENS.match(sentence)
    if hit is None:
        return None
    start = hit.start("if")
    end = _end(_masked(sentence[start:]))
    return (start, start + end) if end else None


def main_clause(sentence: str) -> str:
    """The sentence without what it opens with: "If a pupil asks, you must say no" gives "you must say no"."""
    span = opening(sentence)
    rest = sentence[span[1] :].lstrip(" ,") if span else _EXCUSES.sub("", sentence, count=1)
    return rest or sentence


def _end(words: str) -> int:
    if brief := _BRIEF.match(words):
        return brief.end()
    then = _THEN.search(words, 10)
    commas = [one.start() for one in re.finditer(",", words)]
    for at, comma in enumerate(commas):
        until = commas[at + 1] if at + 1 < len(commas) else len(words)
        if _DUTY.match(words, comma, until):
            return min(comma, then.start()) if then else comma
    if then:
        return then.start()
    if modal := _ANY_MODAL.search(words, 10):
        return modal.start()
    return commas[0] if commas else 0


def _masked(words: str) -> str:
    """Brackets blanked out, so that their commas and verbs do not count."""
    return re.sub(r"\([^)]*\)", lambda hit: "·" * len(hit[0]), words)
