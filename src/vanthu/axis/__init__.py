"""The axis: takes packages from agencies, keeps them, gives each recipient its own, and can prove all of it."""
