"""Where a package goes: from the codes in it to agencies of the registry."""
