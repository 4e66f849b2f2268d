"""A bare botbuilder echo bot, as Microsoft's sample has it; with `durable`, one durable write before the answer."""

from __future__ import annotations

import sys
from pathlib import Path

from aiohttp import web
from botbuilder.core import CloudAdapterBase, MessageFactory, TurnContext
from botbuilder.schema import Activity
from botframework.connector.auth import (
    AppCredentials,
    BotFrameworkAuthenticationFactory,
    PasswordServiceClientCredentialFactory,
)

from benchmarks.turns.teams import APP, ISSUER, TENANT
from bot.store.store import Store
from handlers.model import Nothing


class _Credentials(AppCredentials):  # type: ignore[misc]  # botbuilder has no types
    """Signed in already: fetching a token is no part of what is measured."""

    def get_access_token(self, force_refresh: bool = False) -> str:
        return "of-the-benchmark"


class _Factory(PasswordServiceClientCredentialFactory):  # type: ignore[misc]
    async def create_credentials(self, *_: object, **__: object) -> _Credentials:
        return _Credentials(app_id=APP)


def main(port: int, service: str, database: str) -> None:
    """Serve; `database` "" for the bare one."""
    openid = f"{service}openid"
    authentication = BotFrameworkAuthenticationFactory.create(
        credential_factory=_Factory(APP, "secret", tenant_id=TENANT),
        to_channel_from_bot_oauth_scope="https://api.botframework.com",
        to_bot_from_channel_token_issuer=ISSUER,
        to_bot_from_channel_open_id_metadata_url=openid,
        to_bot_from_emulator_open_id_metadata_url=openid,
    )
    adapter = CloudAdapterBase(authentication)
    store = Store.open(f"sqlite:///{Path(database).absolute()}") if database else None

    async def echo(context: TurnContext) -> None:
        if store is not None:
            key = context.activity.id
            await store.run(lambda tx: tx.at("echo").remember(key, Nothing()))
        await context.send_activity(MessageFactory.text(context.activity.text))

    async def messages(request: web.Request) -> web.Response:
        activity = Activity().deserialize(await request.json())
        await adapter.process_activity(request.headers["Authorization"], activity, echo)
        return web.Response(status=201)

    application = web.Application()
    application.router.add_post("/api/messages", messages)
    web.run_app(application, host="127.0.0.1", port=port, print=None, access_log=None)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else "")
