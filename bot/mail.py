"""E-mail, for whoever has no account in the chat: that there is a message, and a link that opens it. Never more.

It stands last among the platforms, and takes only what asks for it (`Post.mails`). The library `smtplib` waits for the
server, so it works in a thread of its own. Whatever the server said before it took the message is told apart from a
silence after it, in which nobody knows.
"""

from __future__ import annotations

import asyncio
import re
import smtplib
import ssl
from contextlib import suppress
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from aiohttp import web

from bot.channels import NO_CHANNELS
from bot.concern_settings import MailSettings
from bot.directory import Directory
from bot.outbox import NotNow, Refused
from bot.store.deliveries import Delivery
from bot.turn import Turn
from handlers.desk import School
from handlers.model import Post
from handlers.onlookers import Present
from handlers.wording import day

_ADDRESS = re.compile(r"[^\s@<>,;:]+@[^\s@<>,;:]+")

LASTS = timedelta(hours=72)  # of the link: over a weekend
PATIENCE = 10.0  # seconds for each answer of the server's
SUBJECT = "You have a message"
NOT_ASKED = "has no account in the chat, and this is not sent by e-mail"
NO_ADDRESS = "has no e-mail address on the staff list"
_NOT_OURS = "the mail server does not let us send from this address"
NO_PAGE = "cannot be sent a link, since school.public_url is not set"

_WORDS = """{glance}.

To read it, open this link and press the button there:

{link}

The link is for you alone and works once, until {until}. Please do not forward it. If it does not work any more, open
it all the same: there is a button for a new one. You cannot answer this e-mail.
"""


class Mail:
    """The school's mail server. `trusted`: whose certificates count; None: those that this machine trusts."""

    name = "mail"

    def __init__(
        self,
        settings: MailSettings,
        turn: Turn,
        directory: Directory,
        school: School,
        trusted: ssl.SSLContext | None = None,
    ) -> None:
        self._settings = settings
        self._turn = turn
        self._directory = directory
        self._school = school
        self._trusted = trusted

    def add_routes(self, application: web.Application) -> None:
        """None: nobody writes to us."""

    async def start(self) -> None:
        """Nothing is kept open."""

    async def stop(self) -> None:
        """What is being sent is the outbox's to wait for."""

    def trouble(self) -> str:
        """No events come by e-mail."""
        return ""

    async def send(self, delivery: Delivery) -> str:
        """Send one e-mail; its id. Raises as `bot.outbox.Send` says. What was sent cannot be changed or taken back."""
        if delivery.handle or delivery.post is None:
            return delivery.handle
        if not delivery.post.mails:
            raise Refused(NOT_ASKED)
        to = await self._directory.email(delivery.person)
        if not _ADDRESS.fullmatch(to):
            raise Refused(NO_ADDRESS)
        letter = self._letter(delivery, to, delivery.post, await self._link(delivery.person, delivery.post))
        await asyncio.to_thread(self._post, letter)
        return str(letter["Message-ID"])

    async def members(self, place: str) -> Present:
        """Nobody: e-mail has no channels."""
        raise Refused(NO_CHANNELS)

    async def _link(self, person: str, post: Post) -> str:
        """What opens the post's first button on our own page."""
        about = next((f"{one.key} {one.value}".strip() for one in post.buttons if not one.link), "home")
        link = await self._turn.at_desk(self._school.id, lambda desk, _: desk.tx.link("desk", about, person, LASTS))
        if not link:
            raise Refused(NO_PAGE)
        return link

    def _letter(self, delivery: Delivery, to: str, post: Post, link: str) -> EmailMessage:
        now = self._turn.clock()
        letter = EmailMessage()
        letter["From"] = f"Proviso <{self._settings.sender}>"
        letter["To"] = to
        letter["Subject"] = SUBJECT
        letter["Date"] = format_datetime(now)
        domain = self._settings.sender.rpartition("@")[2]
        letter["Message-ID"] = f"<{delivery.school}.{delivery.id}@{domain}>"  # the same, should it be sent again
        letter["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office note comes back
        last = (now + LASTS).astimezone(self._school.zone)
        until = f"{day(last.date())} at {last:%H:%M}"
        glance = (post.glance or SUBJECT).rstrip(".")
        letter.set_content(
            _WORDS.format(glance=glance, link=link, until=until), cte="7bit" if glance.isascii() else "8bit"
        )
        return letter

    def _post(self, letter: EmailMessage) -> None:
        """Hand it to the server, in a thread. Raises Refused, NotNow, or what leaves it unknown."""
        server = _connected(self._settings, self._trusted)
        try:
            server.send_message(letter)
        except smtplib.SMTPRecipientsRefused as refused:
            ((code, _),) = refused.recipients.values()
            raise _answered(code) from None
        except smtplib.SMTPSenderRefused as fault:  # whoever it was for has nothing to do with it
            raise NotNow(f"{_NOT_OURS} ({fault.smtp_code})") from None
        except smtplib.SMTPResponseException as fault:
            raise _answered(fault.smtp_code) from None
        except smtplib.SMTPNotSupportedError:
            raise Refused("has an e-mail address that the mail server cannot write to") from None
        finally:
            _leave(server)


async def faults(settings: MailSettings, trusted: ssl.SSLContext | None = None) -> list[str]:
    """What is wrong with the mail server, for `proviso check`. Nothing is sent."""

    def ask() -> list[str]:
        try:
            server = _connected(settings, trusted)
        except NotNow as fault:
            return [f"{fault}. See mail.host, mail.port and mail.encryption, mail.user and PROVISO_MAIL_PASSWORD."]
        code, _ = server.mail(settings.sender)
        _leave(server)
        return [] if code == 250 else [f"{_NOT_OURS} ({code}). See mail.sender."]

    return await asyncio.to_thread(ask)


def _connected(chosen: MailSettings, trusted: ssl.SSLContext | None) -> smtplib.SMTP:
    """A connection to the server, encrypted and signed in. Raises NotNow where that cannot be done now."""
    context = trusted or ssl.create_default_context()
    try:
        if chosen.encryption == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(chosen.host, chosen.port, timeout=PATIENCE, context=context)
        else:
            server = smtplib.SMTP(chosen.host, chosen.port, timeout=PATIENCE)
    except (OSError, smtplib.SMTPException) as fault:
        raise NotNow(f"the mail server cannot be reached ({type(fault).__name__})") from None
    try:
        if chosen.encryption == "starttls":
            server.starttls(context=context)
        if chosen.user:
            server.login(chosen.user, chosen.password.get_secret_value())
    except smtplib.SMTPAuthenticationError:
        server.close()
        raise NotNow("the mail server does not take the user and the password") from None
    except smtplib.SMTPNotSupportedError:
        server.close()
        raise NotNow("the mail server offers no encryption, or no sign-in") from None
    except (OSError, smtplib.SMTPException) as fault:
        server.close()
        raise NotNow(f"the mail server cannot be spoken to safely ({type(fault).__name__})") from None
    return server


def _leave(server: smtplib.SMTP) -> None:
    with suppress(OSError):  # whatever it answers now, the message is there or it is not
        server.quit()
    server.close()


def _answered(code: int) -> Exception:
    """What a refusal means: 4xx, later (RFC 5321, 4.2.1); 5xx, never. The server's words may name people."""
    return (
        NotNow(f"the mail server asks to wait ({code})")
        if 400 <= code < 500
        else Refused(f"cannot be reached by e-mail: the mail server refuses it ({code})")
    )
