"""A file's bytes from somebody's OneDrive: by the address that Teams gave, without our token, and from nowhere else."""

from __future__ import annotations

import pytest

from bot.fetching import NotFetched
from bot.outbox import NotNow
from bot.teams.files import in_onedrive
from handlers.files import LARGEST
from tests.teams.conftest import Staff
from tests.teams.running import Running
from tests.teams.tenant import Tenant

POLICY = b"# Phone policy\n\n1.1 Staff must not use a phone of their own in class.\n"
REAL = (
    "https://larkfield-my.sharepoint.com/personal/wood_larkfield/_layouts/15/download.aspx?UniqueId=1&tempauth=v1.eyJ"
)


def address(tenant: Tenant, staff: Staff, data: bytes = POLICY) -> str:
    """Of a file that Mrs Wood sent."""
    return str(tenant.drive.put(staff.wood.account, "phones.md", data)["content"]["downloadUrl"])


async def test_the_address_opens_the_file(tenant: Tenant, staff: Staff, bot: Running) -> None:
    """OneDrive here refuses whoever brings another token beside the address's own."""
    assert await bot.teams.fetch(address(tenant, staff)) == POLICY


async def test_an_address_that_has_expired_is_asked_for_again(tenant: Tenant, staff: Staff, bot: Running) -> None:
    sent = address(tenant, staff)
    tenant.drive.expire()
    with pytest.raises(NotFetched, match="Please send the file again"):
        await bot.teams.fetch(sent)


async def test_a_token_that_was_changed_opens_nothing(tenant: Tenant, staff: Staff, bot: Running) -> None:
    with pytest.raises(NotFetched):
        await bot.teams.fetch(address(tenant, staff) + "x")


async def test_a_redirect_is_not_followed(tenant: Tenant, staff: Staff, bot: Running) -> None:
    tenant.drive.faults = [302]
    with pytest.raises(NotFetched):
        await bot.teams.fetch(address(tenant, staff))
    assert len(tenant.drive.calls) == 1


async def test_a_onedrive_that_is_busy_is_asked_later(tenant: Tenant, staff: Staff, bot: Running) -> None:
    tenant.drive.faults = [503]
    sent = address(tenant, staff)
    with pytest.raises(NotNow):
        await bot.teams.fetch(sent)
    assert await bot.teams.fetch(sent) == POLICY


async def test_what_turns_out_too_large_is_broken_off(tenant: Tenant, staff: Staff, bot: Running) -> None:
    """Teams does not say how large a file is."""
    with pytest.raises(NotFetched, match="up to 20 MB"):
        await bot.teams.fetch(address(tenant, staff, bytes(LARGEST + 1)))


def test_onedrive_is_known_by_its_name() -> None:
    assert in_onedrive(REAL)
    assert in_onedrive(REAL.replace("sharepoint.com", "sharepoint.us"))


@pytest.mark.parametrize(
    "elsewhere",
    [
        REAL.replace("https", "http"),
        REAL.replace("sharepoint.com", "sharepoint.com.evil.example"),
        REAL.replace("sharepoint.com", "sharepoint.com:8443"),
        REAL.replace("larkfield-my.sharepoint.com", "evilsharepoint.com"),
        REAL.replace("larkfield-my.sharepoint.com", "larkfield-my.sharepoint.com@evil.example"),
        REAL.replace("larkfield-my", "head:secret@larkfield-my"),
        "https://10.0.0.7/secret.txt",
        "https://169.254.169.254/latest/meta-data",
        "https://localhost/secret.txt",
        "https://[fd00::1]/secret.txt",
        "https://[/secret.txt",
        "file:///etc/passwd",
        "",
    ],
)
async def test_nothing_is_fetched_from_anywhere_else(bot: Running, elsewhere: str) -> None:
    assert not in_onedrive(elsewhere)
    with pytest.raises(NotFetched, match="Please send it again, from a computer"):
        await bot.teams.fetch(elsewhere)


async def test_a_bot_that_is_stopped_fetches_nothing(tenant: Tenant, staff: Staff, bot: Running) -> None:
    await bot.stop()
    with pytest.raises(NotNow):
        await bot.teams.fetch(address(tenant, staff))
