"""The pages that anybody may read."""

from __future__ import annotations

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.public import Public


@pytest.mark.parametrize(
    ("path", "says"),
    [("/", "can I…?"), ("/privacy", "keeps a question for one day"), ("/terms", "the policy counts")],
)
async def test_each_page_names_the_school_and_runs_nothing(path: str, says: str) -> None:
    application = web.Application()
    Public("St Mary <b>& All Saints</b>").add_routes(application)
    async with TestClient(TestServer(application)) as client:
        answer = await client.get(path)
        page = await answer.text()
    assert answer.status == 200
    assert says in page
    assert "St Mary &lt;b&gt;&amp; All Saints" in page
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "$" not in page
