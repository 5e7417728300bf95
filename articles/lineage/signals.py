"""Sent by `articles.lineage.compare`; later stages may hang work on it without being known here."""

from django.dispatch import Signal

#: sent inside the comparison's transaction with `comparison` (the Comparison just stored, pairs and changes included)
compared = Signal()
