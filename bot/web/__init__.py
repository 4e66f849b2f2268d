"""The browser: the demo, the training room, the test bed."""
