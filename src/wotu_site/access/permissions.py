"""Every view declares who may open it; a view without a declaration is refused.

```python
@allow(Role.OFFICER, Role.LEADER)
def firm_list(request): ...
```
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from wotu_site.access.roles import Role

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Access:
    """Who may open a view: everybody, or the signed-in people of some roles."""

    public: bool = False
    roles: frozenset[Role] = field(default_factory=frozenset)

    def permits(self, user: Any) -> bool:
        """Whether this user may open the view."""
        if self.public:
            return True
        return bool(user.is_authenticated) and user.role in self.roles


def allow(*roles: Role) -> Callable[[View], View]:
    """Let signed-in people of these roles open the view."""
    return _declare(Access(roles=frozenset(roles)))


def allow_signed_in(view: View) -> View:
    """Let everybody who is signed in open the view, whatever the role."""
    return _declare(Access(roles=frozenset(Role)))(view)


def allow_public(view: View) -> View:
    """Let everybody open the view, signed in or not."""
    return _declare(Access(public=True))(view)


def access_of(view: Callable[..., Any]) -> Access | None:
    """The declaration of a view, or None when it has none."""
    return getattr(view, "wotu_access", None)


def _declare(access: Access) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.wotu_access = access  # type: ignore[attr-defined]
        return view

    return mark
