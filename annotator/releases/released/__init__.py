"""Releases as people meet them: asked for, made by a job, listed, shown and downloaded."""
