"""`proviso routes`: the school's table of who gets a concern, for the head to sign."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(short_help="Print who gets a concern, for the head to sign.")
@click.option("--pdf", type=click.Path(path_type=Path, dir_okay=False), help="Write it to this file, to be signed.")
def routes(pdf: Path | None) -> None:
    """Print the table of who gets a concern, by name, as it stands today.

    Ends with 1 and names each dead end where a concern would reach nobody; such a table is not written as a PDF.
    """
    from datetime import UTC, datetime

    from bot.commands.who_is_who import today
    from handlers.concerns.table import faults, table

    now = today()
    school = now.school
    lines = table(school, datetime.now(UTC).astimezone(school.zone).date().isoformat())
    wrong = faults(school, now.out_of_reach)
    if pdf is None or wrong:
        click.echo(f"{school.name}: who gets a concern\n")
        for name, words in lines:
            click.echo(f"{name}: {words}")
    for fault in wrong:
        click.echo(f"Dead end: {fault}", err=True)
    if wrong:
        raise click.exceptions.Exit(1)
    if pdf is not None:
        try:
            pdf.write_bytes(_pdf(f"{school.name}: who gets a concern", lines))
        except OSError as fault:
            raise click.ClickException(f"{pdf} cannot be written: {fault.strerror}.") from None
        click.echo(f"Written to {pdf}.")


def _pdf(title: str, lines: tuple[tuple[str, str], ...]) -> bytes:
    """One page, with lines for two signatures."""
    from fpdf import FPDF  # a fifth of a second, and only this needs it

    from handlers.concerns.export import ENCODING, writable

    page = FPDF(format="A4")
    page.core_fonts_encoding = ENCODING
    page.set_title(title)
    page.set_lang("en-GB")
    page.add_page()
    page.set_font("Helvetica", "B", 16)
    page.multi_cell(0, 9, writable(title), new_x="LMARGIN", new_y="NEXT")
    for name, words in lines:
        page.ln(2)
        page.set_font("Helvetica", "B", 11)
        page.multi_cell(0, 6, writable(name), new_x="LMARGIN", new_y="NEXT")
        page.set_font("Helvetica", "", 11)
        page.multi_cell(0, 6, writable(words), new_x="LMARGIN", new_y="NEXT")
    for who in ("Head", "Chair of governors"):
        page.ln(12)
        page.cell(0, 6, f"{who}: {'_' * 30}   Date: {'_' * 16}", new_x="LMARGIN", new_y="NEXT")
    return bytes(page.output())
