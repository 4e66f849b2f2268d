"""The command line, a file a command; each loads what it needs only when it runs."""
