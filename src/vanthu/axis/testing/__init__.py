"""What the tests of the axis, and of those who talk to one, need: settings, a real server, messages, the SDK's way."""
