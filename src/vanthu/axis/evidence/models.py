"""The tables of evidence; only this package writes them."""

from __future__ import annotations

from django.db import models

from vanthu.runtime.ids import new_id
from vanthu.standards.evidence.leaves import leaf_text
from vanthu.standards.evidence.merkle import leaf_hash

TILE = 256
"""Hashes of one tile: a tile stands for eight levels of the tree."""


class Fact(models.Model):
    """One thing that happened: leaf `number` − 1 of the log. Never changed, never deleted."""

    number = models.PositiveBigIntegerField(primary_key=True)
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=100, db_index=True)
    data = models.TextField(help_text="canonical JSON")
    by = models.CharField(max_length=120)
    at = models.CharField(max_length=40, help_text="ISO 8601, exactly as hashed")
    leaf = models.CharField(max_length=64, help_text="leaf hash of RFC 9162, hex")

    @property
    def text(self) -> str:
        """Return the leaf itself."""
        return leaf_text(self.number, self.kind, self.subject, self.data, self.by, self.at)

    def hashed(self) -> str:
        """Return the leaf hash (hex) of what the row says."""
        return leaf_hash(self.text.encode()).hex()


class Head(models.Model):
    """How many facts there are, and the name of the log: one row, locked while a fact is appended."""

    number = models.PositiveBigIntegerField()
    log = models.CharField(max_length=32, help_text="random, given once")


class Tile(models.Model):
    """Up to 256 neighbouring nodes of the tree on level 8 × `level`, each 32 bytes; written when the log is sealed."""

    level = models.PositiveSmallIntegerField()
    index = models.PositiveBigIntegerField()
    hashes = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "index"], name="tile_once")]


class TreeHead(models.Model):
    """A signed head of the tree. Each names the one before it, so two sealings at once cannot both stand."""

    size = models.PositiveBigIntegerField(primary_key=True)
    previous = models.PositiveBigIntegerField(unique=True, help_text="size of the head before; 0 for the first")
    root = models.CharField(max_length=64)
    at = models.DateTimeField()
    statement = models.TextField(help_text="canonical JSON, exactly as signed")
    signature = models.BinaryField(help_text="CMS, DER")
    token = models.BinaryField(default=b"", help_text="RFC 3161 over the signature; empty: not yet")
    token_due_at = models.DateTimeField(null=True, help_text="when to ask the TSA next; null: not at all")
    token_attempts = models.PositiveSmallIntegerField(default=0)
    token_problem = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["token_due_at"], name="tree_head_token_due")]


class Audit(models.Model):
    """One audit of this axis and what it found."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField(db_index=True)
    by = models.CharField(max_length=120)
    seconds = models.FloatField()
    facts = models.PositiveBigIntegerField()
    packages = models.PositiveBigIntegerField()
    files = models.PositiveBigIntegerField()
    heads = models.PositiveBigIntegerField()
    neighbours = models.PositiveIntegerField(help_text="heads which other axes hold or showed, compared")
    altered = models.PositiveBigIntegerField(help_text="records that are not as the evidence says")
    findings = models.TextField(blank=True, default="", help_text="the first of them, a line each")
