"""Whether Teams can be connected as the settings say: each fault in words, with what to click where."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from aiohttp import ClientError, ClientSession

from bot.connections import TeamsSettings
from bot.teams.keys import PATIENCE, Keys, NoKeys
from bot.teams.tokens import SignIn, SignInFault

SKEW = 60.0  # seconds; tokens are refused from five minutes on
SOON = 30  # days before a certificate's end that it is mentioned


async def faults(settings: TeamsSettings) -> list[str]:
    """What is wrong; [] where all is well. It signs in, fetches Microsoft's keys and compares the clocks."""
    found = _certificate(settings)
    async with ClientSession(trust_env=True) as session:
        try:
            await SignIn(settings, session).token()
        except SignInFault as fault:
            found.append(str(fault))
        try:
            await Keys(settings.openid, session).fetch()
        except NoKeys as fault:
            found.append(
                f"{fault}: {settings.openid} cannot be read from this machine. Allow connections to it (through a "
                "proxy, set HTTPS_PROXY), or, where your Teams is in a cloud of its own, set [teams] openid to that "
                "cloud's address."
            )
        else:
            found += await _clock(settings, session)
    return found


def _certificate(settings: TeamsSettings) -> list[str]:
    """Whether the certificate's time is over. Whether its file can be used shows when signing in."""
    if settings.credential != "certificate" or settings.certificate is None:
        return []
    from cryptography import x509

    try:
        ends = x509.load_pem_x509_certificate(settings.certificate.read_bytes()).not_valid_after_utc
    except (OSError, ValueError):
        return []
    left = (ends - datetime.now(UTC)).days
    new = (
        "Make a new one, upload it (Microsoft Entra admin centre → App registrations → your application → "
        f"Certificates & secrets → Certificates) and put it into {settings.certificate}."
    )
    if left < 0:
        return [f"The certificate has expired, on {ends:%-d %B %Y}. {new}"]
    if left < SOON:
        return [f"The certificate expires soon, on {ends:%-d %B %Y}. {new}"]
    return []


async def _clock(settings: TeamsSettings, session: ClientSession) -> list[str]:
    """Whether this machine's clock is right, by what Microsoft's server says."""
    try:
        async with session.get(settings.openid, timeout=PATIENCE) as answer:
            theirs = parsedate_to_datetime(answer.headers.get("Date", ""))
    except (ClientError, TimeoutError, ValueError):
        return []
    ahead = (datetime.now(UTC) - theirs).total_seconds()
    if abs(ahead) <= SKEW:
        return []
    return [
        f"This machine's clock is {abs(ahead):.0f} seconds {'fast' if ahead > 0 else 'slow'}. Set it by the network "
        "(timedatectl set-ntp true): from five minutes on, nothing that Teams sends is believed."
    ]
