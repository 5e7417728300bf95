"""What a release froze: its tables on disk, and what of the text may leave the house. Pure."""
