"""Concerns: told in confidence, to the right person and never to the person they are about."""
