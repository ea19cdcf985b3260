"""Measures every figure that the project claims, beside its baseline: `make bench`. Each bench_*.py has a
`measure()` that gives rows of name, value, unit, baseline, ratio, budget."""
