"""One folder per edition of the standard: `fields` (what must be there, how long it may be) and `rules`."""
