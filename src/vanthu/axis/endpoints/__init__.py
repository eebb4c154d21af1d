"""The wire of the axis: VXP over HTTP, and whether it is alive."""
