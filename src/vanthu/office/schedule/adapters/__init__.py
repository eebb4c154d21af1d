"""The schedule as other programs read it."""
