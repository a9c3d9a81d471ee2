"""Verification: what was tested, what a moratorium covers, and who may look."""
