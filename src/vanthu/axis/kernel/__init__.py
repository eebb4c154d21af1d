"""The ground of every domain of the axis: its errors, its store of bytes, and how secrets are sealed."""
