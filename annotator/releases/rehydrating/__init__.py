"""Put texts back into a release that may not carry them, from the reader's own copies."""
