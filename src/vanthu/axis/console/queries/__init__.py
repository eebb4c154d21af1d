"""Questions of the pages; each asks the domains below and puts their answers together."""
