"""Microsoft Teams: activity → Event, Reply → activity."""
