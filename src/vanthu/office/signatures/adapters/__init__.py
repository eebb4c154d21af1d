"""Devices that sign and the authority that stamps the time."""
