"""Helpers for the tests of both programs."""
