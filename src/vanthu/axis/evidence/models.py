"""The tables of evidence; only this package writes them."""

from __future__ import annotations

import hashlib
import json

from django.db import models

START = "0" * 64
"""What the first fact is chained to."""


class Fact(models.Model):
    """One thing that happened. `digest` covers the fact and the digest before it, so no earlier fact can change."""

    number = models.PositiveBigIntegerField(primary_key=True)
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=100, db_index=True)
    data = models.TextField(help_text="canonical JSON")
    by = models.CharField(max_length=120)
    at = models.CharField(max_length=40, help_text="ISO 8601, exactly as digested")
    digest = models.CharField(max_length=64)

    def digest_after(self, previous: str) -> str:
        """Return the SHA-256 (hex) of this fact chained to the digest before it."""
        parts = [previous, self.number, self.kind, self.subject, self.data, self.by, self.at]
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


class Head(models.Model):
    """The newest fact of the chain: one row, locked while a fact is appended."""

    number = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
