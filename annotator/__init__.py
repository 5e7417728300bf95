"""Annotator: the product, from a stored text to a published data set."""

__version__ = "0.1.0"
