"""What every run of a session draws around a page."""
