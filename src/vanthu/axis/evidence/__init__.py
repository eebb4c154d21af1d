"""Facts about what the axis did: the leaves of a Merkle log, appended, sealed, never changed."""
