"""Documents become facts: the steps capture, read, identify, extract, correct, publish, check, ask.

Nothing here imports the dashboard or streamlit. See CONTRIBUTING.md for where each step lives.
"""
