"""The sentences for documents that cannot be used: what is wrong, and what to do."""

from __future__ import annotations

import re

from knowledge.model import DocumentFault

MEGABYTE = 1024 * 1024
MAX_FILE = 20 * MEGABYTE
MAX_PAGES = 250

_KINDS = {
    "docx": "Word document",
    "pdf": "PDF",
    "html": "web page",
    "txt": "text file",
    "md": "text file",
    "zip": "file",
    "ole": "Office file",
}
_AS_DOCX = "Open it in Word, choose File, Save As, “Word Document (.docx)”, and give me the new file."
# What a file turned out to be → what to do with it.
_OTHERS = {
    "an Excel workbook": "Copy the policy's wording into a Word document and give me that.",
    "a PowerPoint presentation": "Copy the policy's wording into a Word document and give me that.",
    "an OpenDocument text (.odt)": "Open it, choose “Save as”, pick “Word (.docx)” and give me the new file.",
    "an Apple Pages document": "Open it in Pages, choose File, Export To, Word, and give me the new file.",
    "a Rich Text file (.rtf)": _AS_DOCX,
    "a Word XML file": _AS_DOCX,
    "a web archive (.mht)": _AS_DOCX,
    "an Outlook message": "Save the policy that is attached to it, and give me that file.",
    "a zip folder": "Open the folder, take out the policy itself and give me that file.",
    "a compressed archive": "Unpack it, take out the policy itself and give me that file.",
    "an e-book": "Give me the policy as Word or PDF.",
    "a picture": "A picture has no text I can read. Ask for the policy as Word or PDF, not as a photo or scan.",
    "a sound or film": "Give me the policy's written text as Word or PDF.",
    "a program": "Please check that you picked the right file, and do not open it if you do not know it.",
    "a font": "Please check that you picked the right file.",
    "a database": "Please check that you picked the right file.",
}
_ACCEPTED = "I can read Word (.docx), PDF, web pages (.html) and plain text (.txt, .md)."


def shown(name: str) -> str:
    """A file's name as it may stand in a sentence: one line, not too long."""
    clean = re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", name).strip()
    clean = re.split(r"[/\\]", clean)[-1]
    if len(clean) > 60:
        clean = clean[:40] + "…" + clean[-15:]
    return f"“{clean}”" if clean else "This file"


def empty(name: str) -> DocumentFault:
    """Nothing in it, or nothing but white space."""
    return DocumentFault(
        f"{shown(name)} is empty: there is no text in it.\nOpen it to check, save it again, and give me the saved file."
    )


def too_large(name: str, size: int) -> DocumentFault:
    """Over the limit; `size` in bytes."""
    return DocumentFault(
        f"{shown(name)} is {size / MEGABYTE:.1f} MB; the limit is {MAX_FILE // MEGABYTE} MB.\n"
        "Large files are mostly pictures. Remove them, or save the policy’s text alone as Word or PDF."
    )


def too_long(name: str, pages: int) -> DocumentFault:
    """More pages than any one policy has."""
    return DocumentFault(
        f"{shown(name)} has {pages} pages; the limit is {MAX_PAGES}.\n"
        "Save the pages with the policy as a file of their own and give me that."
    )


def unpacks_too_far(name: str) -> DocumentFault:
    """A zip bomb, or a document that behaves like one."""
    return DocumentFault(
        f"{shown(name)} is small but unpacks to far more than a policy ever needs, so I stopped reading it.\n"
        "That can be harmful. If you trust it: open it in Word, copy the text into a new document and give me that."
    )


def old_word(name: str) -> DocumentFault:
    """Word 97 to 2003."""
    return DocumentFault(
        f"{shown(name)} is an old Word file (.doc), which I cannot read.\n"
        "Open it in Word, choose File, Save As, pick “Word Document (.docx)”, and give me the new file."
    )


def locked_office(name: str) -> DocumentFault:
    """An Office file encrypted with a password."""
    return DocumentFault(
        f"{shown(name)} is protected by a password, so I cannot read it.\n"
        "Open it in Word with the password. Choose File, Info, Protect Document, Encrypt with Password,\n"
        "clear the password, save, and give me the file again."
    )


def restricted_office(name: str) -> DocumentFault:
    """An Office file encrypted by rights management or a sensitivity label."""
    return DocumentFault(
        f"{shown(name)} is protected by a sensitivity label or restricted access, so I cannot read it.\n"
        "Ask its owner for an unprotected copy: in Word, File, Info, Protect Document, Restrict Access,\n"
        "Unrestricted Access; or change the label."
    )


def locked_pdf(name: str) -> DocumentFault:
    """A PDF that asks for a password."""
    return DocumentFault(
        f"{shown(name)} is protected by a password, so I cannot read it.\n"
        "Open it with the password, print it to a new PDF (or ask for the Word file), and give me that."
    )


def locked_zip(name: str) -> DocumentFault:
    """A zip whose members are encrypted."""
    return DocumentFault(
        f"{shown(name)} is packed with a password, so I cannot read it.\n"
        "Unpack it with the password and give me the policy itself."
    )


def scanned(name: str) -> DocumentFault:
    """Pages that are pictures."""
    return DocumentFault(
        f"{shown(name)} is a scan: its pages are pictures, without text I can read.\n"
        "Ask for the Word file it was made from, or put the scan through text recognition (OCR),\n"
        "check the result against the paper, and give me that."
    )


def sideways(name: str) -> DocumentFault:
    """A PDF whose text runs up or down the page."""
    return DocumentFault(
        f"{shown(name)} has its text standing sideways on the page, so I cannot read it.\n"
        "Turn its pages, save it as PDF again (or ask for the Word file), and give me that."
    )


def unreadable_letters(name: str) -> DocumentFault:
    """A PDF whose fonts do not say which letters they show."""
    return DocumentFault(
        f"{shown(name)} looks right on screen, but its fonts do not say which letters they show.\n"
        "Ask for the Word file it was made from, or open that and save it as PDF again."
    )


def damaged(name: str, kind: str) -> DocumentFault:
    """Starts like a document of this kind but cannot be read to its end."""
    what = _KINDS.get(kind, "file")
    return DocumentFault(
        f"{shown(name)} is damaged: it starts like a {what} but cannot be read to the end.\n"
        "Open it where it came from, save it again (or download it again), and give me the new file."
    )


def other(name: str, what: str) -> DocumentFault:
    """A file that is plainly something else; `what` is one of the known other kinds."""
    return DocumentFault(f"{shown(name)} is {what}.\n{_OTHERS[what]}\n{_ACCEPTED}")


def not_a_document(name: str) -> DocumentFault:
    """Bytes that are no text and no known kind."""
    return DocumentFault(
        f"{shown(name)} is not a document I know.\nPlease check that you picked the right file.\n{_ACCEPTED}"
    )


def no_policy(name: str) -> DocumentFault:
    """Text that was read, but says nothing that staff could follow: a list, a letter, a cover page."""
    return DocumentFault(
        f"I could read {shown(name)}, but found no rule in it: nothing says what people may, must or must not do.\n"
        "Check that it is the policy itself and not a letter, a form or a cover page, and give me that."
    )
