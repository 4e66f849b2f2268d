"""Is it the same question? So strictly that what was decided about one may be shown beside the other.

The danger is a ruling on somebody else's question: with a "yes" in it, that is a false yes. So two questions are alike
only where everything that could change the answer is the same in both: the form of the question, which way round it
is put, who is asked about and who would act, whose device or account, when, where, what else is named, what was agreed
before, the numbers and the makes; where no word of one is left over; and where both are taken for the same situation.
Whatever differs decides; there is no sum of likenesses.

Measured by tests/knowledge/test_similar.py on `knowledge/training/alike.txt`, 50 rulings as a head would put them with
three ways to ask the same and three or four questions close by, 14 of them written when the rule was settled: 65 of
150 questions are found to be the same (22 of the 42 written afterwards), and none of 156 close by is. Among 51,460
pairs of training questions under one policy and 2,924 pairs under one clause, none that has another answer is taken
for the same. What is missed, somebody asks again; what is shown wrongly, somebody believes.
"""

from __future__ import annotations

import re

import numpy as np

from knowledge.engine.ranking import Question
from knowledge.language.forms import Form
from knowledge.language.tokens import stem

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
_NUMBER = re.compile(r"\d+|\b(?:eighteen|nineteen|twenty|(?:thir|four|fif|six|seven)teen)\b")

# What is named by its maker's name: leave for one is no leave for another. Of two words for one, the first.
_MADE = (
    "facebook fb", "instagram insta", "twitter tweet x", "tiktok", "snapchat snap", "youtube", "linkedin", "threads",
    "bluesky", "pinterest", "reddit", "tumblr", "twitch", "bereal", "mastodon", "tinder", "hinge", "bumble", "grindr",
    "whatsapp", "messenger", "telegram", "signal", "discord", "viber", "skype", "zoom", "teams", "slack", "meet",
    "classdojo dojo", "seesaw", "tapestry", "kahoot", "roblox", "minecraft", "fortnite", "onlyfans",
    "chatgpt openai", "copilot", "gemini", "claude", "deepseek", "grok", "perplexity", "midjourney", "canva",
    "phone mobile smartphone iphone", "tablet ipad", "laptop computer pc macbook", "watch smartwatch",
)  # fmt: skip
_MADE_AS = {stem(word): words.split()[0] for words in _MADE for word in words.split()}
_BY_NAME = frozenset(("thing.ai",))  # where the name counts even if one of two gives none: each tool is approved alone

# Words that no concept holds and that change nothing: those that ask, and those that any deed is told with.
_SAYING = """can could must need i me my own okay alright fine allow use take bring hold give put go let have make set
    show wear look see write teach ask about under over during"""
_PLAIN = frozenset(stem(word) for word in _SAYING.split())

# To look at something or to use it is not to make or to publish it, though either may be left unsaid.
_LOOKING = frozenset(map(stem, ("see", "look", "view", "read", "watch", "browse", "check", "use", "keep")))
_MAKING = frozenset(("act.post", "act.share", "act.photograph", "act.film"))


def alike(one: Question, other: Question) -> bool:
    """Do two questions, read by one reader, ask the same?"""
    if not (_put_alike(one, other) and _about_the_same(one, other) and _nothing_besides(one, other)):
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


def _nothing_besides(one: Question, other: Question) -> bool:
    """The same numbers, no other make or deed, and no word of one left over."""
    if set(_NUMBER.findall(one.text.lower())) != set(_NUMBER.findall(other.text.lower())):
        return False
    if _only_looks(one, other) or _only_looks(other, one):
        return False
    mine, theirs = _makes(one), _makes(other)
    if mine != theirs and ((mine and theirs) or _BY_NAME & one.reading.concepts):
        return False
    return _unheld(one) <= set(other.reading.stems) and _unheld(other) <= set(one.reading.stems)


def _only_looks(one: Question, other: Question) -> bool:
    """Whether one asks for leave to look at something or to use it, and the other to make or publish it."""
    looks = not _LOOKING.isdisjoint(one.reading.stems) and _MAKING.isdisjoint(one.reading.concepts)
    return looks and not _MAKING.isdisjoint(other.reading.concepts)


def _makes(question: Question) -> frozenset[str]:
    return frozenset(_MADE_AS[one] for one in question.reading.stems if one in _MADE_AS)


def _unheld(question: Question) -> set[str]:
    """The words that no concept holds, but for the plain ones."""
    reading = question.reading
    held = {at for match in reading.matches for at in range(match.start, match.end)}
    return {one for at, one in enumerate(reading.stems) if at not in held} & _words(question) - _PLAIN


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
