"""The server ends with the command that started it, however that one ended."""

from __future__ import annotations

import os
import signal
import sys
import threading

VARIABLE = "GONGKAI_HAS_PARENT"
"""Says that standard input is a pipe of the command `gongkai serve`, which writes nothing into it."""
SECONDS = 10.0
"""So long a server may take to say goodbye to its visitors."""


def follow() -> None:
    """Waits, aside, for the end of standard input, and then ends this process as a polite signal would: on Windows no
    signal tells that the command was ended, and nowhere one that it was killed."""
    if os.environ.get(VARIABLE) == "1":
        threading.Thread(target=_wait, daemon=True).start()


def _wait() -> None:
    try:
        while os.read(sys.stdin.fileno(), 1024):
            pass
    except (OSError, ValueError, AttributeError):
        # No standard input that could end.
        return
    # Aside as well: where the server ends sooner, nothing waits for it.
    late = threading.Timer(SECONDS, os._exit, (0,))
    late.daemon = True
    late.start()
    signal.raise_signal(signal.SIGTERM)
