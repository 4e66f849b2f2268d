"""Text → tokens: one spelling for each word, inflections taken off.

The stemmer takes off inflections only. Stemmers that also take off derivations merge words which a policy
keeps apart (information/inform, reporter/report, photographer/photograph).
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import combining, normalize

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)*")
_FOLD = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})

_CONTRACTIONS = {
    "can't": "can not", "cant": "can not", "cannot": "can not", "won't": "will not", "wont": "will not",
    "don't": "do not", "dont": "do not", "doesn't": "does not", "doesnt": "does not", "didn't": "did not",
    "didnt": "did not", "isn't": "is not", "isnt": "is not", "aren't": "are not", "arent": "are not",
    "wasn't": "was not", "wasnt": "was not", "weren't": "were not", "shouldn't": "should not",
    "shouldnt": "should not", "couldn't": "could not", "couldnt": "could not", "wouldn't": "would not",
    "wouldnt": "would not", "haven't": "have not", "havent": "have not", "hasn't": "has not", "hasnt": "has not",
    "hadn't": "had not", "mustn't": "must not", "mustnt": "must not", "needn't": "need not", "mightn't": "might not",
    "i'm": "i am", "im": "i am", "i've": "i have", "ive": "i have", "i'd": "i would", "i'll": "i will",
    "it's": "it is", "that's": "that is", "thats": "that is", "there's": "there is", "theres": "there is",
    "what's": "what is", "whats": "what is", "who's": "who is", "whos": "who is", "he's": "he is", "hes": "he is",
    "she's": "she is", "shes": "she is", "they're": "they are", "theyre": "they are", "we're": "we are",
    "you're": "you are", "they've": "they have", "we've": "we have", "you've": "you have", "let's": "let us",
    "gonna": "going to", "wanna": "want to", "gotta": "got to", "ain't": "is not", "aint": "is not",
}  # fmt: skip

_IRREGULAR = {
    "wrote": "write", "written": "write", "took": "take", "taken": "take", "sent": "send", "said": "say",
    "told": "tell", "kept": "keep", "gave": "give", "given": "give", "saw": "see", "seen": "see", "found": "find",
    "made": "make", "came": "come", "went": "go", "gone": "go", "spoke": "speak", "spoken": "speak", "got": "get",
    "gotten": "get", "bought": "buy", "thought": "think", "knew": "know", "known": "know", "left": "leave",
    "leaving": "leave", "leaves": "leave", "did": "do", "done": "do", "does": "do", "had": "have", "has": "have",
    "was": "be", "were": "be", "is": "be", "are": "be", "am": "be", "been": "be", "being": "be",
    "children": "child", "men": "man", "women": "woman", "people": "person", "met": "meet", "hid": "hide",
    "hidden": "hide", "taught": "teach", "lost": "lose", "stole": "steal", "stolen": "steal", "began": "begin",
    "ran": "run", "sold": "sell", "paid": "pay", "held": "hold", "wore": "wear", "worn": "wear", "shown": "show",
    "heard": "hear", "felt": "feel", "meant": "mean", "broke": "break", "broken": "break", "breaks": "break",
    "spent": "spend", "caught": "catch", "chose": "choose", "chosen": "choose", "forgot": "forget",
    "forgotten": "forget", "understood": "understand", "using": "use", "used": "use", "uses": "use",
    "dying": "die", "lying": "lie", "tied": "tie", "families": "family", "media": "media", "evening": "evening",
    "morning": "morning", "nothing": "nothing", "something": "something", "anything": "anything",
    "everything": "everything", "during": "during", "wedding": "wedding", "building": "building",
    "agreed": "agree", "disagreed": "disagree", "rapping": "rapping", "rapped": "rapping",
    "news": "news", "always": "always", "perhaps": "perhaps", "bus": "bus", "status": "status", "series": "series",
    "address": "address", "addresses": "address", "business": "business", "access": "access", "process": "process",
}  # fmt: skip

_VOWEL = re.compile(r"[aeiouy]")


def tokenise(text: str) -> list[str]:
    """Lower-case words of `text`, contractions written out, possessives and accents taken off; numbers are kept."""
    words: list[str] = []
    if not text.isascii():
        text = "".join(c for c in normalize("NFD", text.translate(_FOLD)) if not combining(c))
    for word in _WORD.findall(text.lower().translate(_FOLD)):
        full = _CONTRACTIONS.get(word)
        if full is not None:
            words += full.split()
        elif word.endswith("'s"):
            words.append(word[:-2])
        else:
            words.append(word.replace("'", ""))
    return words


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """`word` without its inflection. The result is a key, not always a word: share, sharing → shar."""
    irregular = _IRREGULAR.get(word)
    if irregular is not None:
        return _finish(irregular)
    if len(word) <= 3 or word.isdigit():
        return word
    return _finish(_strip(word))


def _strip(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("ied") and len(word) > 4:
        return word[:-3] + "y"
    for ending in ("ing", "ed"):
        if word.endswith(ending) and not word.endswith("eed"):
            base = word[: -len(ending)]
            if len(base) >= 3 and _VOWEL.search(base):
                return base
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _finish(word: str) -> str:
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiou":
        word = word[:-1]
    if len(word) > 3 and word.endswith("e"):
        word = word[:-1]
    return word


def stems(text: str) -> list[str]:
    """The stems of `text` in order."""
    return [stem(word) for word in tokenise(text)]
