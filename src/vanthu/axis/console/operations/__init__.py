"""The verbs of the console: what one operator may do alone, and what takes two."""
