"""Clauses that would turn an acknowledgement into consent: shown in full, flagged, and never recorded as consent."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.model import Clause, Policy

_CONSENT = re.compile(r"\b(consent(s|ing|ed)?|agree(s|d)?|agreement|accept(s|ance)?) (to|that|with)\b", re.IGNORECASE)
_BY_READING = re.compile(
    r"\bby (\w+ ){0,3}(acknowledg\w+|sign(ing|ature)|reading|receipt|receiving)|"
    r"\b(acknowledg\w+|sign(ing|ature)) (of|on|to) (this|the) (policy|document|form)",
    re.IGNORECASE,
)
_FAMILIES = re.compile(r"\b(parents?|carers?|pupils?|child(ren)?)\b", re.IGNORECASE)  # theirs is another matter
_SENTENCE = re.compile(r"(?<=[.!?])\s+")

NO_CONSENT = (
    "This clause says that acknowledging the policy is consent. What I put on record is that you have read and "
    "understood it, and nothing else."
)
WHY = (
    "Consent has to be given freely and can be taken back (Article 4(11) and Article 7 of the UK GDPR), which somebody "
    "who has to acknowledge a policy cannot do. The register records reading alone. What the clause allows needs "
    "another basis in law; please have its wording looked at."
)


def turned_into_consent(policy: Policy) -> Sequence[Clause]:
    """The clauses in which one sentence says both: consent to something, and by acknowledging."""
    return [one for one in policy.clauses if any(map(_both, _SENTENCE.split(one.quotation)))]


def _both(sentence: str) -> bool:
    both = _CONSENT.search(sentence) is not None and _BY_READING.search(sentence) is not None
    return both and _FAMILIES.search(sentence) is None
