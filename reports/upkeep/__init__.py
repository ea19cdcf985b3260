"""Keeping a store: backups, and what is wrong with it."""
