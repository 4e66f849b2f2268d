"""Parents' permission for pictures: looked up in the office's list, yes or no; a no blocks, and so does no answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from handlers.drafts.reading import folded
from handlers.records import Consent

CHANGED = "consents changed"  # the timer that the import sets

# What the office writes → the channels that it is about, by the keys of the register's platforms.
_SOCIAL = ("facebook", "facebook_group", "instagram", "x", "youtube", "linkedin", "bluesky", "threads")
_EVERYWHERE = "all"
CHANNELS: Mapping[str, tuple[str, ...]] = {
    _EVERYWHERE: (),
    "social": _SOCIAL,
    "facebook": ("facebook", "facebook_group"),
    "class_dojo": ("class_dojo",),
    "website": ("website",),
    "other": ("other",),
    **{one: (one,) for one in _SOCIAL if one != "facebook"},
}
_WORDS: Mapping[str, str] = {
    "all": _EVERYWHERE, "any": _EVERYWHERE, "photographs": _EVERYWHERE, "photos": _EVERYWHERE, "images": _EVERYWHERE,
    "photo consent": _EVERYWHERE, "social media": "social", "social": "social", "facebook": "facebook",
    "facebook page": "facebook", "facebook group": "facebook_group", "instagram": "instagram", "x": "x",
    "twitter": "x", "x (twitter)": "x", "youtube": "youtube", "linkedin": "linkedin", "bluesky": "bluesky",
    "threads": "threads", "class dojo": "class_dojo", "classdojo": "class_dojo", "dojo": "class_dojo",
    "website": "website", "school website": "website", "web site": "website", "newsletter": "website",
    "website or newsletter": "website", "press": "other", "local press": "other", "newspaper": "other",
    "other": "other",
}  # fmt: skip


def channel_of(words: str) -> str | None:
    """The channel that the office means; None for what is none that we know."""
    return _WORDS.get(" ".join(words.casefold().replace("-", " ").replace("_", " ").split()))


def permitted(one: Consent, platform: str) -> bool:
    """Whether a pupil may be shown there. The strictest answer that is about it decides; none is a no."""
    said = [yes for channel, (yes, _) in one.said.items() if _covers(channel, platform)]
    return bool(said) and all(said)


def refused(told: Iterable[Consent], pupils: Iterable[str], platform: str) -> tuple[str, ...]:
    """Of these pupils (references), those who may not be shown there; who is not on the list may not."""
    known = {one.pupil: one for one in told}
    return tuple(one for one in dict.fromkeys(pupils) if one not in known or not permitted(known[one], platform))


def found(told: Sequence[Consent], words: str) -> tuple[Consent, ...]:
    """The pupils of a reference, or whose name holds all these words."""
    exact = [one for one in told if one.pupil.casefold() == " ".join(words.casefold().split())]
    wanted = _parts(words)
    if exact or not wanted:
        return tuple(exact)
    return tuple(one for one in told if one.name and all(_in_name(word, one.name) for word in wanted))


def _in_name(word: str, name: str) -> bool:
    return any(part.startswith(word) for part in _parts(name))


def _parts(name: str) -> list[str]:
    """The parts of a name, however its hyphens, apostrophes and accents were typed."""
    return [part for part in re.split(r"[\s,‐‑–-]+", folded(name)) if part]


def _covers(channel: str, platform: str) -> bool:
    return channel == _EVERYWHERE or platform in CHANNELS.get(channel, ())
