"""One file a screen: its questions, its answer, its template."""
