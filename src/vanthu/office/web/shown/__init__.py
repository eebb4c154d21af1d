"""What the pages show: frozen values gathered from the queries, so that templates decide nothing."""
