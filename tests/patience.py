"""How long tests wait for what has to come. A busy machine must fail none of them."""

UNHURRIED = 60.0  # seconds; Slack's and Teams' own limits are held by tests of their own
HELD_UP = 5.0  # seconds that a gate waits to be opened, where a fault keeps whoever should open it from doing so
