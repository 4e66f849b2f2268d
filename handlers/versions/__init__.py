"""The life of a policy: brought, read, compared with the version in force, adopted from a date, in force, replaced."""
