"""The channel in which policy reviews are spoken of, for a school that wants them there instead of with their owner."""

from __future__ import annotations

from handlers.desk import Desk
from handlers.model import Post, Reply, Said, Say
from handlers.reminders.reviews import CHANNEL
from handlers.routing import Router
from handlers.settings import not_allowed
from handlers.smalltalk import says

router = Router("channel for reviews")

_HERE = Post(
    "Policy reviews are spoken of here now",
    "I say here when a policy is due for review; later the head and the chair are told as well. To end it, mention me "
    "here and say “stop reviews here”.",
)
_NO_MORE = Post("Policy reviews are not spoken of here any more", "I tell the policies' owner instead.")
_OURS = Post(
    "Please say it in the channel",
    "This is our own chat. Add me to the channel that you mean, mention me there, and say it there.",
)


@router.said(lambda event: says(event, r"(please )?use this channel for (policy )?reviews( please)?"))
def use(event: Said, desk: Desk) -> Reply:
    """The channel that it is said in."""
    return _chosen(event, desk, event.where.key, _HERE)


@router.said(lambda event: says(event, r"(please )?stop (policy )?reviews here( please)?"))
def stop(event: Said, desk: Desk) -> Reply:
    """Back to the policies' owner."""
    return _chosen(event, desk, "", _NO_MORE)


def _chosen(event: Said, desk: Desk, place: str, said: Post) -> Reply:
    refused = not_allowed(desk, event.who.key)
    if refused is not None:
        return Say(refused, private=not event.where.private)
    if event.where.private:
        return Say(_OURS)
    desk.tx.choose(CHANNEL, place, event.who.key)
    return Say(said)
