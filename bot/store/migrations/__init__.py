"""The schema's history. `HEAD` is its newest revision, so that a database of today needs no Alembic to say so."""

HEAD = "0005"
