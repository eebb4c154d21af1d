"""What people type, checked before an operation is called."""
