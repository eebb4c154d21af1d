"""Background work of the axis."""
