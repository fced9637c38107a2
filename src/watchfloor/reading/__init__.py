"""Step 1: the world becomes articles.

`readers` is the door: bytes, a file or a string go in, a `Read` comes out. `archives` reads many pages from one file:
rows (`tables`, `columns`) or a web archive (`warc`), packed or not (`packed`). `feeds`, `sitemaps` and `opml` read what
says where pages are; `outside` reads other people's records of events. Behind the door, `pages` knows HTML, `texts`
knows pages saved as plain text; both lean on `encodings`, `characters`, `language` and `dates`.

All of these are functions of bytes. `http` is the only door to the network, `fetching` and `robots` its manners.
"""
