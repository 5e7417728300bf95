"""The decision card: one case on a page of its own, to print and to cite."""
