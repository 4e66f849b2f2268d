"""Which addresses are Slack's own: nothing of ours, and no token, goes anywhere else, whatever a request says."""

from __future__ import annotations

from urllib.parse import urlsplit

LOOPBACK = ("127.0.0.1", "::1", "localhost")  # of tests


def slacks(address: str, host: str) -> bool:
    """Whether an address is Slack's, or under `host`, which the settings call Slack; encrypted but on loopback."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    theirs = parts.hostname or ""
    encrypted = parts.scheme == "https" or theirs in LOOPBACK
    return encrypted and any(f".{theirs}".endswith(f".{known}") for known in (host, "slack.com"))
