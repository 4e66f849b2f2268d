"""Facts, notices and open dialogs, kept in SQLite or PostgreSQL."""
