"""Our own pages: what a link that works once opens."""
