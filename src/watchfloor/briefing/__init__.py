"""Facts -> words: a brief in which no line names a thing that is absent from its quoted words or coded fields."""
