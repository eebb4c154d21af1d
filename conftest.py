"""The plugins of the tests: what `vanthu.office.testing` and `vanthu.runtime.testing` offer."""

import pytest

pytest_plugins = [
    "vanthu.runtime.testing.order",
    "vanthu.runtime.testing.postgres",
    "vanthu.runtime.testing.tables",
    "vanthu.office.testing.database",
    "vanthu.office.testing.cast",
    "vanthu.office.testing.keys",
]


def pytest_collection_finish(session: pytest.Session) -> None:
    """Stop when pytest-xdist does not keep a group together: each worker would start every server again."""
    if getattr(session.config.option, "loadgroup", False):
        alone = [
            item.nodeid for item in session.items if item.get_closest_marker("xdist_group") and "@" not in item.nodeid
        ]
        if alone:
            raise pytest.UsageError(f"pytest-xdist does not group {alone[0]} and {len(alone) - 1} others")
