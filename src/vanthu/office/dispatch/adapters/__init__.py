"""Where sending beside the axis meets the outside world."""
