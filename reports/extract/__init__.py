"""Step 4, extract: a report's tables, prose and section 五 become facts and problems."""
