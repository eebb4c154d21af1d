"""Where mailboxes meet the outside world."""
