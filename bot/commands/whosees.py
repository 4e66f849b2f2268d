"""`proviso whosees`: who would see a concern, before anybody tells one. No record is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from handlers.desk import School

_KINDS = (
    "pupil_contact", "bullied", "colleague", "reputation", "praise", "child_image", "obscene", "disclosed",
    "fake_account", "self", "other",
)  # fmt: skip


@click.command(short_help="Say who would see a concern.")
@click.option("--kind", type=click.Choice(_KINDS), required=True, help="What it is about.")
@click.option("--about", multiple=True, metavar="EMAIL", help="Whom it is about. May be repeated.")
@click.option("--by", default="", metavar="EMAIL", help="Who tells it; without this, anybody else.")
@click.option("--pupil", is_flag=True, help="A pupil may be at risk.")
def whosees(kind: str, about: tuple[str, ...], by: str, pupil: bool) -> None:
    """Say who would see a concern, and who would not, by the school's table as it stands today.

    The same words as on the page that people see before they send it. No record is looked at.
    """
    from datetime import UTC, datetime

    from bot.commands.own import policies
    from bot.commands.who_is_who import today
    from handlers.concerns.kinds import Kind
    from handlers.concerns.routing import Facts
    from handlers.concerns.seen_by import in_words, instead, monitoring, seen_by

    now = today()
    subjects = tuple(_known(one, now.school) for one in about)
    praise = kind == "praise"
    what = Kind.REPUTATION if praise else Kind(kind)
    facts = Facts(what, _known(by, now.school) if by else "", subjects, child=pupil, praise=praise)
    seen = seen_by(facts, now.school, now.out_of_reach)
    moment = datetime.now(UTC)
    said = in_words(seen, facts, now.school, moment)
    for name, words in (*said, *monitoring(policies()), *instead(facts, now.school, moment)):
        click.echo(f"{name}: {words}")


def _known(email: str, school: School) -> str:
    key = email.strip().lower()
    found = next((one for one in school.staff if key in (one.person.key.lower(), one.person.email.lower())), None)
    if found is None:
        raise click.ClickException(f"Nobody on the staff list has the address {key}. See: proviso staff list.")
    return found.person.key
