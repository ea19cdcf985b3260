"""The truth test: what questions and pages say of drawn stores, held against a second computation.

`plans` draws small districts from a seed, `tables` puts them into a store, `figures`, `funnel` and `weak_spots` compute in
pandas from what the plan states, by the definitions in data/reference and CONTRIBUTING, never by queries/. `sentences`
takes a first line apart into claims, `claims` says of each whether it is so.
"""
