"""What is known of stored bytes. The bytes themselves lie in the byte store under their hash."""

from __future__ import annotations

from django.db import models


class StoredFile(models.Model):
    """Bytes that the store keeps. Not scoped: whoever may see a document that names the hash may see the bytes."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=150)
    kept_at = models.DateTimeField()
