"""What was published and how one text came from another. Knows nothing of `annotator`."""
