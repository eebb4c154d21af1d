"""Rules that hold across the domains of the office."""
