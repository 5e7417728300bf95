"""Two texts beside each other on a screen, the list of what changed, and what people corrected."""
