"""The agency's mailbox: every e-mail kept as it came, judged by where it comes from, settled by the clerk, answered."""
