"""What each recipient gets: one row per recipient, fetched by its system, with its transfer status."""
