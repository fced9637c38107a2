"""What a desk watches: its sources, the rounds that read them, and whether they are still alive.

`settings` is the file a user writes, `rhythm` and `health` judge, `collecting` turns what came into articles, and
`pull` goes round. The network itself is behind `reading.fetching`, the record behind `store`.
"""
