"""Article text -> analysed sentences: `watchfloor.parsing.parse.Parser`. The only part that knows the model."""
