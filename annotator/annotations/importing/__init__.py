"""Annotations that other tools made, brought in as a coder's reading. What does not anchor is told, never dropped."""
