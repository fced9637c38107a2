"""Measures of speed; each prints its figures."""
