"""Where log lines begin. structlog's console for developers would import rich, four megabytes that no server needs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING or "rich" in sys.modules:
    import structlog
else:
    sys.modules["rich"] = None  # type: ignore[assignment]  # so says the import system that there is none
    import structlog

    del sys.modules["rich"]


def logger(name: str) -> Any:
    """The logger of a part of the program: a reference and a cause, and never a sentence that somebody wrote."""
    return structlog.get_logger(name)
