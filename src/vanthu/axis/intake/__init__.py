"""What comes in: the exact bytes are kept first, then judged; what passes becomes a package."""
