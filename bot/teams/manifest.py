"""The Teams app: `manifest/teams/manifest.json` with a school's own address and ids, and the zip that is uploaded."""

from __future__ import annotations

import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

FOLDER = Path(__file__).parents[2] / "manifest" / "teams"  # beside the packages, in a checkout and when installed
ICONS = ("color.png", "outline.png")

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_VERSION = re.compile(r"(0|[1-9]\d{0,8})(\.(0|[1-9]\d{0,8})){2}", re.ASCII)
_PAGE = re.compile(r"https://[^\s/]+\S*")
_LONGEST_ADDRESS = 2048  # characters; the schema's limit


def manifest(url: str, app_id: str, *, version: str = "1.0.0", privacy: str = "", terms: str = "") -> dict[str, Any]:
    """The manifest for the bot at `url` (https, no path) with Entra's application id, which is the Teams app's id too.

    `privacy` and `terms` are pages that Teams shows a link to; without them, /privacy and /terms at `url`. `version`
    has to rise with every upload. Raises ValueError, whose text says what to do.
    """
    if not _GUID.fullmatch(app_id) or set(app_id) <= {"0", "-"}:
        raise ValueError(
            "The app id is the “Application (client) ID” that Microsoft Entra shows for the bot: 32 digits and letters "
            "with four hyphens, like 8a3b0f52-1c7d-4e6f-9a2b-3c4d5e6f7a8b."
        )
    if not _VERSION.fullmatch(version):
        raise ValueError("The version is three numbers with points, like 1.0.1, and has to rise with every upload.")
    pages = {"websiteUrl": url, "privacyUrl": privacy or f"{url}/privacy", "termsOfUseUrl": terms or f"{url}/terms"}
    for page in pages.values():
        if not _PAGE.fullmatch(page) or len(page) > _LONGEST_ADDRESS:
            raise ValueError(f"{page[:80]} is not an address for Teams: it has to begin with https://.")
    filled: dict[str, Any] = json.loads((FOLDER / "manifest.json").read_text("utf-8"))
    filled |= {"id": app_id.lower(), "version": version, "developer": filled["developer"] | pages}
    for part in (*filled["bots"], *filled["composeExtensions"]):
        part["botId"] = app_id.lower()
    return filled


def package(filled: dict[str, Any]) -> bytes:
    """The zip for Teams: the manifest and both icons, at the root. The same manifest gives the same bytes."""
    files = {"manifest.json": json.dumps(filled, ensure_ascii=False, indent=2).encode()}
    files |= {name: (FOLDER / name).read_bytes() for name in ICONS}
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            entry = ZipInfo(name)  # dated 1980, whenever it is made
            entry.compress_type = ZIP_DEFLATED
            zipped.writestr(entry, content)
    return made.getvalue()
