"""Lets `python -m reports` do what the command `gongkai` does, where the project itself is not installed."""

from reports.command.root import main

if __name__ == "__main__":
    main()
