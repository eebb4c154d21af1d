"""From a chain of digests to the leaves of a Merkle tree (decision 0005)."""

import hashlib
import json
import secrets

from django.db import migrations, models

from vanthu.standards.evidence.leaves import leaf_text
from vanthu.standards.evidence.merkle import leaf_hash


def chain_to_leaves(apps, schema_editor):
    """Check the chain once more, then give every fact its leaf hash. A broken chain is not carried over in silence."""
    previous = "0" * 64
    for fact in apps.get_model("evidence", "Fact").objects.order_by("number").iterator(chunk_size=2000):
        parts = [previous, fact.number, fact.kind, fact.subject, fact.data, fact.by, fact.at]
        text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
        previous = hashlib.sha256(text.encode()).hexdigest()
        if fact.leaf != previous:
            raise RuntimeError(
                f"Chuỗi chứng cứ bị đứt tại sự kiện số {fact.number}: đối chiếu bản sao lưu trước khi nâng cấp."
            )
        leaf = leaf_text(fact.number, fact.kind, fact.subject, fact.data, fact.by, fact.at)
        fact.leaf = leaf_hash(leaf.encode()).hex()
        fact.save(update_fields=["leaf"])
    apps.get_model("evidence", "Head").objects.update(log=secrets.token_hex(16))


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_initial")]

    operations = [
        migrations.RenameField("fact", "digest", "leaf"),
        migrations.AlterField("fact", "leaf", models.CharField(help_text="leaf hash of RFC 9162, hex", max_length=64)),
        migrations.AlterField("fact", "at", models.CharField(help_text="ISO 8601, exactly as hashed", max_length=40)),
        migrations.RemoveField("head", "digest"),
        migrations.AddField(
            "head", "log", models.CharField(default="", help_text="random, given once", max_length=32), False
        ),
        migrations.RunPython(chain_to_leaves, migrations.RunPython.noop, elidable=True),
    ]
