"""Reminders: what is to be done, whom that concerns, and when they are reminded of it."""
