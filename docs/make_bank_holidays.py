"""Writes handlers/data/bank_holidays.toml: `python -m docs.make_bank_holidays`, from the library `holidays`.

The library takes seventeen megabytes to be imported, so that the program reads its dates and not itself.
"""

from __future__ import annotations

from pathlib import Path

from holidays import country_holidays

FILE = Path(__file__).parent.parent / "handlers" / "data" / "bank_holidays.toml"
FIRST, LAST = 2024, 2045  # so far ahead only what is proclaimed for one year can be missing
NATIONS = {"England": "ENG", "Wales": "WLS", "Scotland": "SCT", "Northern Ireland": "NIR"}


def written() -> str:
    """The file's words."""
    lines = [
        "# Bank holidays, made by `python -m docs.make_bank_holidays` from the library `holidays`; not to be edited.",
        "# A day that is proclaimed later comes with the next edition of both.",
    ]
    for nation, code in NATIONS.items():
        lines += ["", f'["{nation}"]']
        for year in range(FIRST, LAST + 1):
            days = sorted(country_holidays("GB", subdiv=code, years=year))
            lines.append(f"{year} = [{', '.join(day.isoformat() for day in days if day.year == year)}]")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    FILE.write_text(written(), "utf-8")
