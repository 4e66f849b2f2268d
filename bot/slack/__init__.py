"""Slack: payload → Event, Reply → payload."""
