"""The real `proviso serve`, connected to the signed Teams driver."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.clients.school import SCHOOL, Serving
from tests.clients.teams.chat import Chat, teams


@pytest.fixture(scope="session")
def chat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chat]:
    """The school on Teams."""
    with teams() as made:
        settings = SCHOOL + made.settings()
        with Serving(tmp_path_factory.mktemp("teams"), settings, made.secrets()) as serving:
            serving.employ()
            serving.start()
            made.connect(serving)
            yield made
            serving.stop()
