"""What people see: a real Chromium before real servers."""
