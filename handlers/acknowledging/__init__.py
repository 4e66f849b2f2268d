"""Told and acknowledged: who was made aware of a policy when and how, and who has read and understood which version."""
