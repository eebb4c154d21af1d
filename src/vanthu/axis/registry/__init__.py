"""Who is connected: agencies with their codes, and the systems that serve them."""
