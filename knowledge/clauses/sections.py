"""Headings and words in, what a part of the policy is for out."""

from __future__ import annotations

import re

from knowledge.model import Modality, Section

_I = re.IGNORECASE
_BY_HEADING = (
    (Section.GLOSSARY, r"\bglossary\b|\babbreviations\b|\bkey terms\b"),
    (
        Section.PARENTS,
        r"\b(?:advice|guidance|guide|information|tips|help|letter|agreement"
        r"|resources?)\b.{0,30}\b(?:parents?|carers?|famil(?:y|ies))\b"
        r"|\b(?:parents?|carers?)\b.{0,20}\b(?:advice|guidance|guide|information|tips|letter"
        r"|agreement|code of conduct)\b",
    ),
    (
        Section.REVIEW,
        r"\breview\b|\bversion (?:control|history)\b|\bdocument control\b|\bpolicy (?:approval"
        r"|history|details)\b",
    ),
    (Section.MONITORING, r"\bmonitor(?:ing|ed)?\b|\bsurveillance\b"),
    (
        Section.BREACH,
        r"\bbreach(?:es)?\b|\bdisciplin\w+|\bsanctions?\b|\bconsequences\b|\bnon[- ]?compliance\b"
        r"|\bviolations?\b|\benforcement\b",
    ),
    (
        Section.LAW,
        r"\blegal\b|\blegislation\b|\blaws?\b|\bstatutory\b|\blegislative\b|\brelated (?:policies"
        r"|documents)\b|\bother policies\b"
        r"|\blinks? (?:with|to) other\b",
    ),
    (
        Section.DEFINITIONS,
        r"\bdefin(?:ition|itions|ing|ed|e)\b|\bterminology\b|\bwhat (?:is|do we mean by)\b"
        r"|\binterpretation\b",
    ),
    (
        Section.SCOPE,
        r"\bscope\b|\bwho (?:is|does|are|this)\b.*\b(?:covered|apply|applies|for)\b|\bapplicability\b"
        r"|\bapplication of\b|\bapplies to\b",
    ),
    (
        Section.INTRODUCTION,
        r"^(?:(?:article|section|part"
        r"|chapter)\s+)?(?:[\dA-Z]+[\d.]*[.)]?\s+)?(?:the )?(?:introduction|purpose|aims?"
        r"|context|background|rationale|overview|objectives?|policy statement|statement of intent|"
        r"foreword|preamble|summary of purpose|vision)\b|\b(?:aims|purpose) (?:and|of)\b",
    ),
)
_HEADINGS = tuple((section, re.compile(words, _I)) for section, words in _BY_HEADING)
_BY_TEXT = (
    (
        Section.REVIEW,
        r"\b(?:policy|document|procedure|guidance)\b.{0,40}\b(?:be|is|was) (?:\w+ )?(?:reviewed"
        r"|approved|adopted|ratified|updated)\b"
        r"|\bnext review\b|^it (?:will|is|was|shall) (?:be )?(?:next |last )?reviewed\b"
        r"|\breview (?:date|period)\b",
    ),
    (
        Section.SCOPE,
        r"^(?:this|the)(?: \w+){0,3} (?:policy|procedure|guidance|document"
        r"|handbook)s?(?: and \w+)?(?: also)? (?:applies|apply|covers|extends)\b"
        r"|(?:^|[.;] )it (?:also )?applies to\b|\bprinciples of this policy (?:also )?apply\b"
        r"|\bcollectively referred to\b",
    ),
    (Section.DEFINITIONS, r"\b(?:is|are|can be|may be) defined as\b|^for the purposes? of this\b|\bmeans any\b"),
    (
        Section.BREACH,
        r"\b(?:may|could|can|will|might)\b.{0,60}\b(?:disciplin\w+|dismissal"
        r"|(?:gross )?misconduct)\b|\bsubject to .{0,40}disciplin",
    ),
    (
        Section.MONITORING,
        r"\breserves the right to monitor\b|\bmonitors (?:the )?use\b"
        r"|\bno expectation of (?:privacy|confidentiality)\b",
    ),
)
_TEXTS = tuple((section, re.compile(words, _I)) for section, words in _BY_TEXT)
# A rule about what people may do stays a rule wherever it stands; these say only how to read or to follow the policy.
_ABOUT_THE_POLICY = re.compile(
    r"\b(?:follow|comply with|observe|adhere to|read|familiar with|understand|aware"
    r"|made aware)\b.{0,60}\b(?:polic(?:y|ies)|guidance|law|laws)\b|"
    r"\b(?:should|must|need to) (?:also )?(?:be aware|understand) that\b|\bin conjunction with\b"
    r"|\bexpected to follow\b",
    _I,
)
_PLAIN = (Section.MONITORING, Section.BREACH)  # such a heading says it plainly enough
_TELLS = (Section.INTRODUCTION, Section.SCOPE, Section.DEFINITIONS, Section.LAW)


def section_of_heading(path: tuple[str, ...]) -> Section:
    """What the headings say; another audience's appendix and the glossary hold for all that stands under them."""
    apart = (Section.PARENTS, Section.GLOSSARY)
    found = [section for heading in path for section, words in _HEADINGS if words.search(heading)]
    return next((one for one in found if one in apart), found[-1] if found and _names(path[-1]) else Section.RULES)


def section_of(path: tuple[str, ...], text: str, modality: Modality) -> Section:
    """What a clause is for: its words decide where they are plain, otherwise its headings."""
    heading = section_of_heading(path)
    if heading in (Section.PARENTS, Section.GLOSSARY):
        return heading
    told = next((one for one, words in _TEXTS if words.search(text) and _may_tell(one, heading, modality)), None)
    if told:
        return told
    if heading in _TELLS and modality is not Modality.STATEMENT and not _ABOUT_THE_POLICY.search(text):
        return Section.RULES
    return heading


def _may_tell(section: Section, heading: Section, modality: Modality) -> bool:
    """May the clause's words overrule its heading?"""
    if section is Section.REVIEW:
        return True
    if heading in _PLAIN:
        return False
    if section is Section.BREACH:
        return modality not in (Modality.PROHIBITION, Modality.PERMISSION)
    return modality is Modality.STATEMENT


def _names(heading: str) -> bool:
    return any(words.search(heading) for _, words in _HEADINGS)
