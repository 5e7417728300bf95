"""Annotations that other tools made, brought in as a reading or as suggestions. What does not anchor is told."""
