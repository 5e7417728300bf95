"""Prove that a release is whole and right: by hand with verify.py alone, and with more detail by manage.py verify."""
