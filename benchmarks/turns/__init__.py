"""Turns per second and time to acknowledgement, ours beside bare echo bots, each in a process of its own."""
