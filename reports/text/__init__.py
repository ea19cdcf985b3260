"""Text before meaning: uniform characters, numerals, charsets, dates."""
