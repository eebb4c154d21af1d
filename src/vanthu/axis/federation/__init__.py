"""The axis as a client of its parent: packages go up, come down, and the registries stay the same."""
