"""Blocks in, clauses out."""
