"""Step 1: the world becomes articles.

`readers` is the door: bytes, a file or a string go in, a `Read` comes out. `archives` reads many pages from one file.
Behind the door, `pages` knows HTML, `texts` knows pages saved as plain text; both lean on `encodings`, `characters`,
`language` and `dates`.
"""
