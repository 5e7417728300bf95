"""Sent by `articles.ingest`; later stages may hang work on it without being known here."""

from django.dispatch import Signal

#: sent inside the import's transaction with `article` (the Article just stored, paragraphs included)
ingested = Signal()
