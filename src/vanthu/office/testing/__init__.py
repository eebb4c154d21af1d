"""The fixed cast and helpers for the tests of the office."""
