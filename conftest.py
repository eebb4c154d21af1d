"""The fixed cast of the office's tests; see `vanthu.office.testing`."""

pytest_plugins = ["vanthu.office.testing.database", "vanthu.office.testing.cast", "vanthu.office.testing.keys"]
