"""A desk's record: one SQLite file, append-only, with two clocks. The only package that knows SQL."""
