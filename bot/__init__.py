"""The machine: runs, connects, remembers."""
