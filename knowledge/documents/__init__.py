"""Documents in, plain text and blocks out."""
