"""What the bot knows: documents → clauses → index → answers. No chat here; usable by itself."""
