"""`/overview`: the figures for head and chair, as charts with tables beneath, on one printed page for the governors."""

from __future__ import annotations

from collections.abc import Sequence

from aiohttp import web

from bot.pages.bars import Bar, chart, shortened
from bot.pages.frame import page, said
from bot.pages.html import Html, button, form, tag
from bot.pages.visits import Visits, over
from bot.store.tx import SchoolTx
from bot.turn import Turn
from handlers.desk import Desk
from handlers.overview import words
from handlers.overview.counted import overview
from handlers.overview.figures import Overview, Share
from handlers.overview.showing import PURPOSE, may_see
from handlers.wording import day, plural

CLOSED = ("This page is closed", "For another look, say “overview” to the bot.")
NOT_THEIRS = ("The overview is for head and chair of governors", "If you are, ask the bot for a new link.")

_MOST = 6  # lines of a chart and its table, so that all of it fits one printed page
_TITLE = 80  # characters of a title in a table
_YEAR = 365  # days at the end of a bar


class OverviewPage:
    """`/overview`, for the visits that began with a link for it."""

    def __init__(self, turn: Turn, school: str, visits: Visits) -> None:
        self._turn = turn
        self._school = school
        self._visits = visits

    def add_routes(self, application: web.Application) -> None:
        """Put the addresses down."""
        application.add_routes([web.get("/overview", self._show), web.post("/overview/close", self._close)])

    async def _show(self, request: web.Request) -> web.Response:
        """The figures of this moment, for whoever is head or chair at this moment."""

        def work(desk: Desk, records: SchoolTx) -> tuple[Overview | None, str]:
            visit = self._visits.of(request, PURPOSE, records)
            if visit is None:
                return None, ""
            return overview(desk) if may_see(desk, visit.person) else None, records.seal_visit(visit)

        found, sealed = await self._turn.look(self._school, work)
        if not sealed:
            return over()
        if found is None:
            return self._visits.end(said(*NOT_THEIRS, status=403), PURPOSE)
        return self._visits.hold(shown(found), PURPOSE, sealed)

    async def _close(self, request: web.Request) -> web.Response:
        """For whoever sits at a computer that others use."""
        self._visits.check(request)
        return self._visits.end(said(*CLOSED), PURPOSE)


def shown(one: Overview) -> web.Response:
    """The whole page."""
    sections = (_read(one), _waiting(one), _opening(one), _reviews(one), _unanswered(one))
    note = f"No names are in it, and whatever is counted is shown as a number only from {one.smallest} on, or as none."
    return page(
        f"{one.school}: our policies on {day(one.today)}",
        tag("p", note, class_="note"),
        tag("p", "It prints on one sheet of A4, by your browser's own print.", class_="note screen"),
        tag("div", sections, class_="overview"),
        form("/overview/close", button("Close")),
        styles=("overview.css",),
    )


# --- the sections ---


def _read(one: Overview) -> Html:
    shares = one.shares[:_MOST]
    bars = [
        Bar(share.title, words.read(share, one.smallest) if share.bound else "not shown", _part(share), share.exact)
        for share in shares
    ]
    rows = [(share.title, words.read(share, one.smallest)) for share in shares]
    about = "How many of those whom a policy binds have acknowledged the version in force."
    return _section(
        "read", "Read and understood", about, bars, ("Policy", "Acknowledged"), rows,
        more=len(one.shares) - len(shares), none=words.NOBODY_ASKED,
    )  # fmt: skip


def _reviews(one: Overview) -> Html:
    reviews = one.reviews[:_MOST]
    bars = [Bar(each.title, words.away(each), abs(each.days) / _YEAR, each.days >= 0) for each in reviews]
    rows = [(each.title, words.due(each)) for each in reviews]
    about = "How far each review is away, up to a year: filled where it is ahead, a broken line where it is late."
    return _section(
        "reviews", "When policies are due for review", about, bars, ("Policy", "Due"), rows,
        more=len(one.reviews) - len(reviews), none=words.NO_POLICY,
    )  # fmt: skip


def _waiting(one: Overview) -> Html:
    values = [words.waiting(age, one.smallest) for age in one.ages]
    counts = [one.smallest - 1 if age.count is None else age.count for age in one.ages]
    most = max((*counts, 1))
    bars = [
        Bar(age.label, value, count / most, age.count is not None)
        for age, value, count in zip(one.ages, values, counts, strict=True)
    ]
    rows = [(age.label, value) for age, value in zip(one.ages, values, strict=True)]
    about = "Posts and requests that are still to be decided, by how long they have waited."
    return _section("waiting", "Waiting for a decision", about, bars, ("For how long", "How many"), rows)


def _unanswered(one: Overview) -> Html:
    subjects = one.subjects[:_MOST]
    most = max((each.count for each in subjects), default=1)
    bars = [Bar(each.subject, plural(each.count, "question"), each.count / most) for each in subjects]
    rows = [(each.subject, str(each.count)) for each in subjects]
    about = "Subjects of questions to which no policy had an answer; nothing of their wording is kept."
    return _section(
        "unanswered", "What the policies did not answer", about, bars, ("Subject", "Questions"), rows,
        more=len(one.subjects) - len(subjects), none=words.unanswered(one),
    )  # fmt: skip


def _opening(one: Overview) -> Html:
    about = (
        "From sending until somebody opens it, nights and holidays included. What nobody has opened yet is left out."
    )
    said = tag("p", words.opened(one.opening, one.smallest), class_="figure")
    heading = tag("h2", "Time until a message in confidence is opened", id="opening")
    return tag("section", heading, said, tag("p", about, class_="note"), aria_labelledby="opening")


# --- inside ---


def _section(
    key: str,
    title: str,
    about: str,
    bars: Sequence[Bar],
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    more: int = 0,
    none: str = "",
) -> Html:
    """A heading, what is counted, the chart and its table; or that there is nothing."""
    heading = tag("h2", title, id=key)
    if not rows:
        return tag("section", heading, tag("p", none), aria_labelledby=key)
    words = " ".join(f"{bar.label}: {bar.value}." for bar in bars)
    first = tag("thead", tag("tr", [tag("th", one, scope="col") for one in head]))
    body = tag("tbody", [_row(row) for row in rows])
    return tag(
        "section",
        heading,
        tag("p", about, class_="note"),
        chart(key, title, f"{about} {words}", bars),
        tag("table", first, body, aria_labelledby=key),
        tag("p", f"And {more} more.", class_="note") if more > 0 else None,
        aria_labelledby=key,
    )


def _row(row: Sequence[str]) -> Html:
    label, *values = row
    return tag("tr", tag("th", shortened(label, _TITLE), scope="row"), [tag("td", value) for value in values])


def _part(share: Share) -> float:
    return share.high / share.bound if share.bound else 0.0
