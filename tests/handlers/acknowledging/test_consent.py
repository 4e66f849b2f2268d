"""Which clauses turn acknowledging into consent, and which only look like it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.acknowledging.consent import turned_into_consent
from knowledge.model import Modality
from tests.handlers.larkfield import POLICY, clause


def flagged(text: str) -> bool:
    """Whether a clause of these words is put before owner and data protection lead."""
    policy = replace(POLICY, clauses=(clause("9.1", text, Modality.STATEMENT),))
    return bool(turned_into_consent(policy))


@pytest.mark.parametrize(
    "text",
    [
        "We look at what is sent over our systems, and you consent to this by your acknowledgement of this policy.",
        "By signing this policy you agree to the monitoring of your e-mail.",
        "Acknowledgement of this policy is your consent to the recording of calls.",
        "Staff, by acknowledging receipt, accept that their use of the network is logged.",
    ],
)
def test_found(text: str) -> None:
    assert flagged(text)


@pytest.mark.parametrize(
    "text",
    [
        "Staff acknowledge this policy once a year.",
        "The school needs a basis in law to monitor its systems, and does not rely on consent.",
        "Parents agree to photographs by signing the form on admission.",
        "Staff must not accept requests from pupils. They sign the policy each year.",
        "Nobody agrees to anything by being online.",
    ],
)
def test_left_in_peace(text: str) -> None:
    assert not flagged(text)
