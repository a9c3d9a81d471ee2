"""Dialogue: who talks to whom, at which level, over which channels, and who helps."""
