"""Lịch công tác: who is where, when, and who decided it."""
