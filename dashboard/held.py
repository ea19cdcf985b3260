"""Which bytes were built for whom: a download's address opens to the person alone who asked for it.

Streamlit hands a file to whoever has its address. In go bytes and a person's name; the gate asks here before it lets
somebody have them.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict

_MOST = 4000
_holders: OrderedDict[tuple[str, str], None] = OrderedDict()
_lock = threading.Lock()


def _key(name: str, data: bytes) -> tuple[str, str]:
    return name, hashlib.sha256(data).hexdigest()


def hold(name: str, data: bytes) -> None:
    """Remembers that `data` was built for a person; of what was built long before, nothing is known any more."""
    key = _key(name, data)
    with _lock:
        _holders[key] = None
        _holders.move_to_end(key)
        if len(_holders) > _MOST:
            _holders.popitem(last=False)


def is_held(name: str, data: bytes) -> bool:
    """Whether these bytes were built for this person."""
    with _lock:
        return _key(name, data) in _holders
