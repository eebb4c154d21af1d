"""Facts about what the axis did: appended, hash-chained, never changed."""
