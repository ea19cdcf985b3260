"""Pages that show what the questions in queries/ answer. Imports no reader and no extractor."""
