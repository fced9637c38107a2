"""Step 3, Sentence -> Matches: who did what to whom, by patterns over a normalised graph. Word indices only."""
