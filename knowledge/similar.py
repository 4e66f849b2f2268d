"""Is it the same question? So strictly that what was decided about one may be shown beside the other.

The danger is a ruling on somebody else's question: with a "yes" in it, that is a false yes. So two questions are alike
only where everything that could change the answer is the same in both: the form of the question, which way round it
is put, who is asked about and who would act, whose device or account, when, where, what else is named, what was agreed
before; and where both are taken for the same situation. Whatever differs decides; there is no sum of likenesses.

Measured by tests/knowledge/test_similar.py on `knowledge/training/alike.txt`, 50 rulings as a head would put them with
three ways to ask the same and three or four questions close by, 14 of them written when the rule was settled: 68 of
150 questions are found to be the same (23 of the 42 written afterwards), and none of 156 close by is. Among 51,460
pairs of training questions under one policy and 2,924 pairs under one clause, none that has another answer is taken
for the same. What is missed, somebody asks again; what is shown wrongly, somebody believes.
"""

from __future__ import annotations

import re

import numpy as np

from knowledge.engine.ranking import Question
from knowledge.language.forms import Form

_SITUATION = 0.85  # how far two spreads of probability over the situations overlap, from 0 to 1
_COMMON = 0.15  # of the words of two questions, how many they share in any case
_WORDS = 0.5  # of the words of two questions, how many they share where the lexicon has none of them in common

_MAY = frozenset((Form.MAY, Form.WISE, Form.BARE))  # “can I”, “is it wise to”, and a bare phrase ask for leave
_TOLD = frozenset(("checked", "unapproved", "banned", "duty", "still"))  # what was agreed, refused, or is asked of one

# Said or left out without changing the question.
_NEUTRAL = frozenset(
    (
        "who.friend", "who.school", "who.staff", "act.browse_use", "act.post", "act.share", "thing.page",
        "thing.profile", "thing.account", "thing.friends_list", "thing.social_media",
    )
)  # fmt: skip
# Acts that one of two wordings may leave unsaid, beside another act that both name; and where one names none.
_BESIDE = frozenset(("act.message", "act.approve"))
_UNSAID = frozenset(("act.accept", "act.befriend", "act.photograph", "act.film", "act.identify_school"))

# Who would do it: “can pupils …”, “may a parent …”; nobody named is the asker, and so is any member of staff.
_ACTORS = {
    "pupil": "pupil student child kid boy girl lad learner",
    "parent": "parent mum dad famil carer",
    "governor": "governor",
    "volunteer": "volunteer helper",
    "school": "school academy trust head council",
    "visitor": "visitor contractor supplier",
}
_ACTOR_OF = {word: actor for actor, words in _ACTORS.items() for word in words.split()}
_ACTOR = re.compile(
    r"\b(?:can|could|may|might|are|is|must|should|do|does|will|would) (?:(?:a|an|the|our|my|some|any|all) )?"
    rf"({'|'.join(_ACTOR_OF)})\w*(?!\w*['’])"
)
_NUMBER = re.compile(r"\d+")


def alike(one: Question, other: Question) -> bool:
    """Do two questions, read by one reader, ask the same?"""
    if not (_put_alike(one, other) and _about_the_same(one, other)):
        return False
    return _overlap(one, other) >= _SITUATION and _shared(_words(one), _words(other)) >= _COMMON


def _put_alike(one: Question, other: Question) -> bool:
    """The same form, the same way round, the same told beside it, and the same who would act."""
    return _way(one) == _way(other) and _actor(one.text) == _actor(other.text)


def _way(question: Question) -> tuple[object, ...]:
    asked = question.asked
    form = Form.MAY if asked.form in _MAY else asked.form
    return form, asked.negated, asked.needs, asked.clear, _TOLD & frozenset(question.hopes)


def _actor(text: str) -> str:
    found = _ACTOR.search(" ".join(text.lower().split()))
    return _ACTOR_OF[found[1]] if found else ""


def _about_the_same(one: Question, other: Question) -> bool:
    """The same people, things, times and places; no act that the other has not."""
    mine, theirs = one.reading.concepts - _NEUTRAL, other.reading.concepts - _NEUTRAL
    my_acts, their_acts = _acts(mine), _acts(theirs)
    if mine - my_acts != theirs - their_acts or not _same_acts(my_acts, their_acts):
        return False
    if mine & theirs:
        return True
    return _shared(_words(one), _words(other)) >= _WORDS


def _acts(concepts: frozenset[str]) -> frozenset[str]:
    return frozenset(one for one in concepts if one.startswith("act."))


def _same_acts(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    apart = mine ^ theirs
    if mine and theirs:
        return not apart or (len(apart) == 1 and bool(mine & theirs) and apart <= _BESIDE | _UNSAID)
    return apart <= _UNSAID


def _words(question: Question) -> frozenset[str]:
    return frozenset(one for one in question.features if one[0] != "@" and " " not in one)


def _shared(mine: frozenset[str], theirs: frozenset[str]) -> float:
    return len(mine & theirs) / len(mine | theirs) if mine | theirs else 0.0


def _overlap(one: Question, other: Question) -> float:
    return float(np.sqrt(one.situations * other.situations).sum())
