"""Recorded positions: read from the files people have, cut into tracks, their faults told."""
