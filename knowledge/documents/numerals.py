"""Writes a count as Word and HTML display it: 3, c, iii, 03, 3rd, third."""

from __future__ import annotations

from collections.abc import Callable

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_UNITS = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_TENS = ["zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
             "twelve": "twelfth"}  # fmt: skip
_SYMBOLS = "*†‡§"


def roman(count: int) -> str:
    """Lower-case Roman; counts without one (below 1, above 3999) stay decimal."""
    if not 0 < count < 4000:
        return str(count)
    out = ""
    for size, letters in _ROMAN:
        out += letters * (count // size)
        count %= size
    return out


def letter(count: int) -> str:
    """Word's letters: a … z, then aa, bb … zz, then aaa."""
    if not 0 < count <= 780:
        return str(count)
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)


def html_letter(count: int) -> str:
    """HTML's letters: a … z, then aa, ab (CSS Counter Styles, lower-alpha)."""
    out = ""
    while count > 0:
        count, rest = divmod(count - 1, 26)
        out = chr(ord("a") + rest) + out
    return out or "0"


def ordinal(count: int) -> str:
    """1st, 2nd, 3rd, 4th … 11th."""
    ending = "th" if 10 < count % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{ending}"


def words(count: int) -> str:
    """One, Two … Twenty-one; decimal above ninety-nine."""
    if not 0 <= count < 100:
        return str(count)
    tens, unit = divmod(count, 10)
    text = _UNITS[count] if count < 20 else _TENS[tens] + (f"-{_UNITS[unit]}" if unit else "")
    return text.capitalize()


def ordinal_words(count: int) -> str:
    """First, Second … Twenty-first."""
    if not 0 < count < 100:
        return ordinal(count)
    head, dash, last = words(count).lower().rpartition("-")
    last = _ORDINALS.get(last) or (last[:-1] + "ieth" if last.endswith("y") else last + "th")
    return (head + dash + last).capitalize()


# ECMA-376 part 1, 17.18.59 ST_NumberFormat; those that occur in English documents.
_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02}",
    "decimalZero3": lambda n: f"{n:03}",
    "decimalZero4": lambda n: f"{n:04}",
    "decimalZero5": lambda n: f"{n:05}",
    "lowerRoman": roman,
    "upperRoman": lambda n: roman(n).upper(),
    "lowerLetter": letter,
    "upperLetter": lambda n: letter(n).upper(),
    "ordinal": ordinal,
    "cardinalText": words,
    "ordinalText": ordinal_words,
    "hex": lambda n: f"{n:X}",
    "chicago": lambda n: _SYMBOLS[(n - 1) % 4] * ((n - 1) // 4 % 30 + 1),
    "numberInDash": lambda n: f"- {n} -",
    "decimalEnclosedParen": lambda n: f"({n})",
    "decimalEnclosedFullstop": lambda n: f"{n}.",
    "none": lambda n: "",
    "bullet": lambda n: "",  # a bullet level that another level's text refers to shows nothing
}


def displayed(count: int, number_format: str) -> str:
    """`count` in a Word number format; an unknown format is shown as decimal, as Word does."""
    return _FORMATS.get(number_format, str)(count)
