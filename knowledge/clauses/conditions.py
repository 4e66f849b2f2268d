"""A clause's words in, what limits it out: exceptions, conditions, approvals, likelihoods, times."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.clauses.openings import opening
from knowledge.clauses.sentences import sentences
from knowledge.model import Condition

_I = re.IGNORECASE
_BARE = r"[^.,;:()]*?"
_ABBREVIATED = r"e\.g\.|i\.e\.|etc\.(?=\s[a-z,])"
_MARKED = r",? ?(?:and |or )?\((?:[a-z]|[ivx]{1,4}|\d)\)"  # "where (a) the head agrees, (b) …"
_TO_COMMA = rf"(?:{_ABBREVIATED}|{_MARKED}|[^.,;:()])*"
_TO_END = rf"(?:{_ABBREVIATED}|{_MARKED}|[^.;:()])*"
_TO_DUTY = rf"(?:(?!\s(?:must|should|shall)\b)(?:{_ABBREVIATED}|[^.;:()]))*"
_APPROVING = (
    r"(?:permission|approval|consent|agreement|authori[sz]ation|authority|authori[sz]ed|approved|agreed"
    r"|sanctioned|cleared|"
    r"pre-approved|signed (?:\w+ )?off)"
)
_ON = r"(?:(?! (?:is|are|must|should|(?:and )?provided) )[^.,;:()])*"
_FROM = rf"(?:,? (?:from|of|by),?{_ON})?"
_WORK = (
    r"(?:(?:work(?:ing)?|school|office|contact|lesson|teaching|instructional|directed) (?:time|hours?|day)"
    r"|lessons?|breaks?|"
    r"break periods?|break ?times?|lunch(?:[- ]?times?| breaks?)?|own time|(?:academy|school|nursery)['’]s time|"
    r"school holidays|working day|duty)"
)
_SAVE = r"save (?:where|for|in|by|with)"  # "copy it, save it or send it" excepts nothing
_BETWEEN = r"(?:" + "|".join(  # "must not, unless …, reply": up to the next comma
    rf"(?<=\b{word}, )" for word in ("not", "never", "may", "can", "must", "should", "or", "and", "nor")
) + r")(?:unless|except|save where)\b"  # fmt: skip
# Earlier patterns win over later ones where they overlap.
_PATTERNS = (
    ("approval", rf"{_BETWEEN}{_BARE}\b{_APPROVING}\b{_TO_COMMA}"),
    ("exception", rf"{_BETWEEN}{_TO_COMMA}"),
    ("exception", rf"(?:^|(?<=[.;:] ))[^.,;:()]{{2,80}} (?:is|are) (?:the only|an|one) exceptions?\b{_TO_END}"),
    ("approval", rf"\bif,? and only if\b,?{_BARE}\b{_APPROVING}\b{_TO_END}"),
    ("condition", rf"\bif,? and only if\b{_TO_END}"),
    ("approval", rf"\b(?:unless|except|until|once)\b[^.;:()]*\b{_APPROVING}\b{_TO_END}"),
    ("approval", rf"\bonly\b[^.;:]{{0,80}}\b{_APPROVING}\b{_TO_COMMA}"),
    (
        "exception",
        rf"(?:^|(?<=[.;,] ))(?:unless|except|other than|with the exception of|{_SAVE}|save that|excluding"
        rf"|apart from)\b{_TO_COMMA}",
    ),
    (
        "exception",
        rf"\b(?:unless|except|other than(?! yourself)|with the exception of|{_SAVE}"
        rf"|excluding|apart from)\b{_TO_END}",
    ),
    (
        "exception",
        rf"\b(?:the only|an|any|one) exceptions?\b{_TO_END}|\bhowever, in (?:certain"
        rf"|some) circumstances\b{_TO_END}",
    ),
    (
        "approval",
        rf"\b(?:with|without|subject to|obtaining|obtain|gain(?:ing|ed)?|seek(?:ing)?|until|get|given)\b"
        rf"(?:\s+[\w’\'-]+){{0,5}}?\s+{_APPROVING}\b{_FROM}{_ON}",
    ),
    (
        "approval",
        rf"\b(?:must|should|shall|may|can|be|been|are|is|have|has)\b,?(?:\s+[\w,]+){{0,3}}?\s+{_APPROVING}\s+"
        rf"(?:\w+ ){{0,3}}?(?:by|from|to)\b{_TO_COMMA}",
    ),
    ("approval", rf"\bif\b[^.;,]{{0,30}}\bnot\b[^.;,]{{0,20}}\b{_APPROVING}\b{_TO_COMMA}"),
    (
        "condition",
        r"(?:^|(?<=[.;] ))only [^.;]{3,80}?(?= (?:may|can|should|must|are|is)\b)"
        r"|\bin exceptional circumstances\b",
    ),
    ("approval", r"\bmust (?:first )?be agreed\b[^.;]*"),
    ("likelihood", rf"\b(?:if|where|when|which|that)\b(?: [\w’']+){{0,6}}? (?:is|are) likely to (?!apply){_TO_DUTY}"),
    (
        "likelihood",
        rf"\b(?:which|that)\s+(?:could|might|may)\b(?! (?:not )?(?:be (?:used|found)|include"
        rf"|wish)){_TO_DUTY}",
    ),
    (
        "time",  # "only in breaks and outside the classroom" asks for both
        rf"\bonly (?:permitted |allowed )?(?:during|outside(?: of)?|in|within|on|at)\b [^.,;:()]*?{_WORK} and "
        rf"(?:outside|only|not|never|in|on|with|where|when|if|away|out)\b{_TO_COMMA}",
    ),
    (
        "time",
        rf"\b(?:only (?:permitted |allowed )?)?(?:during|outside(?: of)?|in|within|on|at)\s+"
        rf"(?:(?:their|your|the|my|one's|own|normal|contracted|official|paid|personal|official|school"
        rf"|directed)\s+)*{_WORK}\b",
    ),
    (
        "time",
        r"\b(?:whilst|while|when) (?:(?:at|in) (?:work|school)|on (?:duty|site|school premises"
        r"|the premises))\b|\bon leaving\b[^.,;]*|"
        r"\b(?:before|after) (?:leaving|the end of|they have left|\d+ )\b[^.,;]*",
    ),
    (
        "condition",
        rf"\bas long as\b{_TO_COMMA}|\b(?:provided that|providing that|on condition that|provided (?=it"
        rf"|they|you|the|this))\b{_TO_END}"
        rf"|(?<!be )(?<!are )(?<!is )\bsubject to\b(?! (?:\w+ )?\d){_TO_COMMA}",
    ),
    (
        "condition",
        rf"\bonly (?:if|where|when|for|by|with|through|via|use|using|be|to|in|according|once|on|within"
        rf"|official|school)\b{_TO_END}",
    ),
    (
        "condition",
        rf"(?<!\bas )(?<!\beven )(?<!\bthat )(?<!example )(?<!example, )\bif\b(?! (?:any\b.*\bquestions"
        rf"|so\b|not\b|possible\b)){_TO_COMMA}",
    ),
)
_COMPILED = tuple((kind, re.compile(words, _I)) for kind, words in _PATTERNS)
LEFT_OPEN = re.compile(
    r"\b(unless|except(?: where| when| if)?|only (?:if|where|when)|provided(?: that)?)\s*[:–—-]?\s*$", _I
)
_LISTED = re.compile(r"\b(unless|except(?: where| when| if)?|only (?:if|where|when)|provided(?: that)?)\s*:\s", _I)
_WHATEVER = re.compile(  # "even with permission" limits nothing
    r"(?:\b(?:even|including)|\b(?:regardless of|irrespective of|no matter|whether or not)\b[^.;,]*)\s*$", _I
)
_ANOTHER_RULE = re.compile(
    r",? (?:and|but|or) (?:[\w’']+ ){0,2}?(?:must|should|shall|may|can) (?:not|never)\b|,? nor (?:may|must|should)\b"
    r"|,? but (?:not|never)\b",
    _I,
)
_OPENS_WITH = re.compile(r"(?:If|Where|When|Whenever|Should|Once)\b(?!:)")
_FIRST_OF_A_LIST = re.compile(r"\((?:a|i|1)\)", _I)
_REST = re.compile(r"[^.]*")
_MAIN_VERB = re.compile(  # "Nobody other than the head may post"
    r"(?:other than|apart from|excluding|with the exception of)\b(?: [\w’'-]+){1,6}?( (?:may|must|should|can|shall)\b)",
    _I,
)
_JOINED = re.compile(r":| or without\b| (?:and|but|provided|plus)\b", _I)
_EITHER = re.compile(r" or (?:[\w’'-]+ ){0,4}?(?:is|are|has|have|was|were|where|when|if|in|on|for|with|through)\b", _I)
_THEN = re.compile(r",? then\b| (?:must|should|shall)(?: not)?\b", _I)


def conditions_of(text: str) -> tuple[Condition, ...]:
    """The words that limit a clause, in the order of the text, none inside another."""
    if listed := _LISTED.search(text):  # "unless: (a) …; and (b) …" is one exception, to the end
        kind = "exception" if listed[1].casefold().startswith(("unless", "except")) else "condition"
        return (*conditions_of(text[: listed.start()]), Condition(kind, text[listed.start() :].rstrip(" .")))
    found = [(start, end, -1, "condition") for start, end in _openings(text)]
    for rank, (kind, words) in enumerate(_COMPILED):
        hits = (hit for hit in words.finditer(text) if not _limits_nothing(text, hit))
        found += [(hit.start(), _until_then(hit, kind), rank, kind) for hit in hits]
    kept: list[tuple[int, int, int, str]] = []
    for one in sorted(found, key=lambda span: (span[2], span[0])):
        if not any(one[0] < other[1] and other[0] < one[1] for other in kept):
            kept.append(one)
    limits = ((kind, text[start:end].strip(" ,;:–—-")) for start, end, _, kind in sorted(kept))
    return tuple(Condition(_kind(kind, words), words) for kind, words in limits)


def conditions_under(lead_in: str, text: str) -> tuple[Condition, ...]:
    """The conditions of a list item: its own, and itself where its lead-in ends with "unless:" or "provided that:"."""
    opened = LEFT_OPEN.search(lead_in)
    if opened is None:
        return conditions_of(text)
    word = opened[1].casefold()
    words = f"{word} {text.rstrip(' .;,')}".removesuffix(" or").removesuffix(" and").rstrip(" ;,")
    return (Condition("exception" if word.startswith(("unless", "except")) else "condition", words),)


def joined(condition: Condition) -> bool:
    """Does it ask for several things ("if A agrees and B is there")? Then no single word settles it.

    "If a pupil, parent or governor complains, …" only says when, and so does what may come of something.
    """
    if condition.kind == "likelihood" or (condition.kind == "condition" and _OPENS_WITH.match(condition.text)):
        return False
    either = condition.kind == "exception" and _EITHER.search(condition.text)
    return bool(either or _JOINED.search(condition.text))


def _limits_nothing(text: str, hit: re.Match[str]) -> bool:
    return bool(_WHATEVER.search(text, 0, hit.start())) or hit[0].casefold().startswith("with or without")


def _openings(text: str) -> Iterator[tuple[int, int]]:
    for start, end in sentences(text, 0, len(text)):
        if span := opening(text[start:end]):
            yield start + span[0], start + span[1]


def _until_then(hit: re.Match[str], kind: str) -> int:
    """A condition in mid sentence ends where its consequence begins, any where another rule does."""
    if rule := _ANOTHER_RULE.search(hit[0]) or _MAIN_VERB.match(hit[0]):
        return hit.start() + rule.start(rule.re.groups)
    if _FIRST_OF_A_LIST.search(hit[0]) and (rest := _REST.match(hit.string, hit.end())):
        return rest.end()  # "unless (a) the head has agreed; and (b) …" goes on to the end of its sentence
    then = _THEN.search(hit[0], 4) if kind == "condition" and hit[0][:2].casefold() == "if" else None
    return hit.start() + then.start() if then else hit.end()


def _kind(kind: str, text: str) -> str:
    if text.casefold().startswith("unless") and kind == "condition":
        return "exception"
    if kind == "condition" and re.search(r"\bis likely to\b|\bare likely to\b", text, _I):
        return "likelihood"
    at_work = rf"when (?:at|in|on) (?:work|school|duty)\b|on leaving\b|when.*\b{_WORK}$"
    if kind == "condition" and re.match(at_work, text, _I):
        return "time"
    return kind
