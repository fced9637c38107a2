"""Who said what: the readings that attribution.py joins."""
