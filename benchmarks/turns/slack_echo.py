"""A bare Bolt echo app, as Bolt's own guide has it; with `durable`, one durable write before the answer."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from benchmarks.turns.slack import SECRET, TOKEN
from bot.store.store import Store
from handlers.model import Nothing


def main(port: int, api: str, database: str) -> None:
    """Serve; `database` "" for the bare one."""
    app = AsyncApp(signing_secret=SECRET, client=AsyncWebClient(token=TOKEN, base_url=api))
    store = Store.open(f"sqlite:///{Path(database).absolute()}") if database else None

    @app.event("message")
    async def echo(event: dict[str, Any], body: dict[str, Any], say: Any) -> None:
        if store is not None:
            key = body["event_id"]
            await store.run(lambda tx: tx.at("echo").remember(key, Nothing()))
        await say(event["text"])

    app.start(port=port, path="/slack/events", host="127.0.0.1")


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else "")
