"""What the bot does: one file a conversation. No platform, no SQL, no clock of its own."""
