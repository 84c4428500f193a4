"""The store: facts in files."""
