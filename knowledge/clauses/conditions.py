"""A clause's words in, what limits it out: exceptions, conditions, approvals, likelihoods, times."""

from __future__ import annotations

import re

from knowledge.model import Condition

_STOP = r"(?=[.;](?:\s|$)|$)"
_TO_COMMA = r"[^.,;()]*"
_TO_END = r"[^.;()]*"
_APPROVING = (
    r"(?:permission|approval|consent|agreement|authori[sz]ation|authority|authori[sz]ed|approved|agreed|sanctioned|cleared|"
    r"pre-approved|signed off)"
)
_PATTERNS = (
    ("exception", rf"\b(?:unless|except(?: where| when| if| for| in| that| with)?|other than|with the exception of|save (?:where|for|in)|"
                  rf"excluding|apart from)\b{_TO_END}"),
    ("exception", rf"\b(?:the only|an|any|one) exceptions?\b{_TO_END}"),
    ("exception", rf"\bhowever, in certain circumstances\b{_TO_END}"),
    ("approval", rf"\b(?:with|without|subject to|obtaining|obtain|seek(?:ing)?|on|after|having|until)\b(?:\s+[\w-]+){{0,5}}?\s+{_APPROVING}\b{_TO_COMMA}"),
    ("approval", rf"\b(?:must|should|shall|may|can|be|been|are|is|have)\b(?:\s+\w+){{0,3}}?\s+{_APPROVING}\s+(?:\w+ ){{0,3}}?(?:by|from|to)\b{_TO_COMMA}"),
    ("approval", rf"\b(?:only|those)\b[^.;,]{{0,60}}\b{_APPROVING}\b{_TO_COMMA}"),
    ("approval", rf"\bif\b[^.;,]{{0,30}}\bnot\b[^.;,]{{0,20}}\b{_APPROVING}\b{_TO_COMMA}"),
    ("likelihood", rf"\b(?:if|where|when|which|that)\b[^.,;]{{0,60}}\b(?:is|are) likely to\b{_TO_END}"),
    ("likelihood", rf"\b(?:which|that)\s+(?:could|might|may)\b(?! (?:not )?be (?:used|found)){_TO_END}"),
    ("time", r"\b(?:during|outside(?: of)?|in|within|on|at)\s+(?:their |your |the |my |own |normal |contracted |official |paid |school |directed )*"
             r"(?:work(?:ing)? (?:time|hours)|(?:school|office|contact|lesson|teaching) (?:time|hours?|day)|lessons?|breaks?|break periods?|"
             r"break ?times?|lunch(?:[- ]?times?)?|own time|academy's time|school's time|school holidays|working day|duty)\b"),
    ("time", r"\b(?:whilst|while|when) (?:at|in) (?:work|school)\b|\b(?:before|after) (?:leaving|the end of|\d+)\b[^.,;]*|\bon leaving\b[^.,;]*"),
    ("condition", rf"\bas long as\b{_TO_COMMA}|\b(?:provided|providing|on condition)(?: that)?\b{_TO_END}|\bsubject to\b{_TO_END}"),
    ("condition", rf"\bonly (?:if|where|when|for|by|with|through|use|using|be|to|in|according|once|allowed|on|within)\b{_TO_END}"),
    ("condition", rf"(?:^|(?<=[.,;(–—] )|(?<=\w ))(?:if|where|when|in the event that|should)\b(?= (?:a|an|the|any|you|they|staff|it|this|employees?|"
                  rf"that|he|she|pupils?|parents?|appropriate|necessary|possible|using|content|applicable|there|these|relevant|one|members?|posting|"
                  rf"someone|anyone|your|their)\b){_TO_COMMA}"),
    ("condition", r"\bby (?:those|the) (?:employees|staff|people|persons|\w+ team)\b[^.,;]*"),
)
_COMPILED = tuple((kind, re.compile(words, re.IGNORECASE)) for kind, words in _PATTERNS)


def conditions_of(text: str) -> tuple[Condition, ...]:
    """The words that limit a clause, in the order of the text, none inside another."""
    found: list[tuple[int, int, int, str]] = []
    for rank, (kind, words) in enumerate(_COMPILED):
        for hit in words.finditer(text):
            if _is_should_subject(text, hit):
                continue
            found.append((hit.start(), hit.end(), rank, kind))
    kept: list[tuple[int, int, int, str]] = []
    for one in sorted(found, key=lambda span: (span[2], span[0])):
        if not any(one[0] < other[1] and other[0] < one[1] for other in kept):
            kept.append(one)
    return tuple(Condition(kind, text[start:end].strip(" ,;–—-")) for start, end, _, kind in sorted(kept))


def _is_should_subject(text: str, hit: re.Match[str]) -> bool:
    """Is this "should" a duty ("staff should …") rather than an inverted if ("Should a pupil …")?"""
    return hit[0].lower().startswith("should") and hit.start() > 0 and text[hit.start() - 2 : hit.start()] not in (". ", "; ")
