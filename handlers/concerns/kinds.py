"""The ten things that people report, and what is different about each. Wording of our own; the sources stand beside."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What it is about. A kind's value stands in sealed records only, never in chat, in a button or a log."""

    CONTACT = "pupil_contact"
    BULLIED = "bullied"
    COLLEAGUE = "colleague"
    REPUTATION = "reputation"
    CHILD_IMAGE = "child_image"
    OBSCENE = "obscene"
    DISCLOSED = "disclosed"
    FAKE_ACCOUNT = "fake_account"
    SELF = "self"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Nature:
    """What the dialog does for a kind. Its signposts are the contacts that name the kind (`handlers.contacts`)."""

    kind: Kind
    label: str
    advice: str = ""  # shown before anything is written down
    files: bool = True  # whether evidence may be uploaded at all
    about: bool = True  # whether "who is it about?" is asked; of SELF it is the reporter
    victim: bool = False  # the reporter is the one who is harmed, and so never reads as a recipient
    child: bool = True  # whether "could a pupil be at risk?" is asked


_EVIDENCE = (
    "Keep what you have: screenshots with the date and the address, the messages themselves. Do not reply to it, and "
    "do not delete it before somebody has seen it."
)

# UKCIS, "Sharing nudes and semi-nudes" (2024); KCSIE part one: never view, copy, print, share, store or save.
_CHILD_IMAGE = (
    "Do not open, copy, forward, save or delete it, and do not describe the picture here. Nothing can be sent in with "
    "this form, no file and no link. Ring the safeguarding lead now; this form is the record that you did."
)
_OBSCENE = "Do not copy or forward it. Write where it is and what it is, in a few plain words; no picture is wanted."
_DISCLOSED = (
    "First stop it spreading, if you can do so at once: take the post down, ask whoever received it to delete it "
    "unread, change the password. Then write down here what you did, and when."
)

NATURES: dict[Kind, Nature] = {
    one.kind: one
    for one in (
        Nature(
            Kind.CONTACT,
            "A pupil contacted me online",
            "Do not answer the pupil, and do not accept. " + _EVIDENCE,
        ),
        Nature(
            Kind.BULLIED,
            "I am being abused or bullied online",
            _EVIDENCE,
            victim=True,
            child=False,
        ),
        Nature(
            Kind.COLLEAGUE,
            "A colleague's conduct",
            _EVIDENCE,
        ),
        Nature(
            Kind.REPUTATION,
            "Something online about the school, good or bad",
            "Please do not answer it in the school's name. " + _EVIDENCE,
            child=False,
        ),
        Nature(
            Kind.CHILD_IMAGE,
            "A sexual image that may show a child, or I am not sure",
            _CHILD_IMAGE,
            files=False,
        ),
        Nature(Kind.OBSCENE, "Obscene material, adults only", _OBSCENE, files=False, child=False),
        Nature(Kind.DISCLOSED, "Personal or confidential information got out", _DISCLOSED, child=False),
        Nature(
            Kind.FAKE_ACCOUNT,
            "A fake account",
            _EVIDENCE + " The platform has its own button to report somebody who pretends to be you or the school.",
            child=False,
        ),
        Nature(
            Kind.SELF,
            "I may have crossed a line",
            "Thank you for saying so. Telling it early protects you as well as the children.",
            about=False,
        ),
        Nature(
            Kind.OTHER,
            "Something else",
            _EVIDENCE,
        ),
    )
}

_ADULT = (Kind.COLLEAGUE, Kind.CHILD_IMAGE, Kind.SELF)


def adult_conduct(kind: Kind, *, child: bool, about_anybody: bool) -> bool:
    """Whether what is told raises the question of harm by an adult who works with children.

    `child`: a pupil may be at risk. `about_anybody`: it is about somebody, on the staff list or not.
    """
    return kind in _ADULT or (child and about_anybody)
