"""The plugins of the tests: what `vanthu.office.testing` and `vanthu.runtime.testing` offer."""

pytest_plugins = [
    "vanthu.runtime.testing.postgres",
    "vanthu.office.testing.database",
    "vanthu.office.testing.cast",
    "vanthu.office.testing.keys",
]
