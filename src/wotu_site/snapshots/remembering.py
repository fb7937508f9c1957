"""Answers of a snapshot are remembered: it never changes, so neither do they.

```python
@remembered
def condition_counts(snapshot: Snapshot, rule_id: str) -> dict[str, VerdictCounts]: ...
```
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from wotu.build.snapshot import Snapshot

Parameters = ParamSpec("Parameters")
Answer = TypeVar("Answer")

#: How many answers a process keeps; the one that was asked for longest ago goes first.
MOST_KEPT = 1_000

_kept: OrderedDict[Hashable, Any] = OrderedDict()
_lock = threading.Lock()


def remembered(
    function: Callable[Concatenate[Snapshot, Parameters], Answer],
) -> Callable[Concatenate[Snapshot, Parameters], Answer]:
    """Remember what a function says of a snapshot; its other arguments must be hashable.

    The answer is shared between requests: nobody may change it.
    """

    @wraps(function)
    def ask(snapshot: Snapshot, *args: Parameters.args, **kwargs: Parameters.kwargs) -> Answer:
        # The folder tells zones apart whose snapshots have the same name.
        key = (function.__module__, function.__qualname__, snapshot.folder, args, *kwargs.items())
        with _lock:
            if key in _kept:
                _kept.move_to_end(key)
                return _kept[key]
        answer = function(snapshot, *args, **kwargs)
        with _lock:
            _kept[key] = answer
            while len(_kept) > MOST_KEPT:
                _kept.popitem(last=False)
        return answer

    return ask
