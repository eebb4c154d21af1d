"""The pages of the people who run the axis."""
