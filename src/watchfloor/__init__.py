"""watchfloor keeps the record of an international crisis, day by day, from the news."""

__version__ = "0.1.0"
