"""What the guide leads through, as data: steps, pictures, labels, and the tree of what can go wrong.

The portal changes, so nothing of it stands in code: our own procedure is ``data/procedure.toml``, and a school body can
ship a file of its own over it (``docs/guide.md``).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple, get_args

ItemKind = Literal["address", "tab", "button", "field", "choice", "title", "message", "icon"]
ITEM_KINDS: tuple[str, ...] = get_args(ItemKind)

CHECKS = ("email", "password", "school_body", "last_name", "first_name", "birth_date", "identifier")
"""Fields of the journey that can be looked at before they are typed on the portal. The code never, nor a mailbox's
password."""


class Item(NamedTuple):
    """One thing on the page. ``label`` is a name of ``labels``, empty where the page's words are not known."""

    kind: str
    label: str = ""
    here: bool = False
    """This is where one acts."""


class Step(NamedTuple):
    """One step. Its sentences are ``guide.step.<name>.title``, ``.do`` and ``.seen``."""

    name: str
    labels: tuple[str, ...] = ()
    picture: tuple[Item, ...] = ()
    troubles: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    papers: bool = False
    """Whether the pictures of the papers that show the number are offered."""


class Trouble(NamedTuple):
    """Something that one may see instead. Its sentences are ``guide.trouble.<name>.see`` and ``.do``.

    ``branches``: troubles to choose from, instead of an advice; ``go``: the step to take up again; ``check``: what can
    be looked at first; ``contact``: the school is to be asked.
    """

    name: str
    branches: tuple[str, ...] = ()
    go: str = ""
    check: str = ""
    contact: bool = False
    papers: bool = False


class Portal(NamedTuple):
    """Addresses. ``host`` is where the sign-in moves to; ``search`` what to look for in a search engine."""

    address: str
    host: str
    search: str

    @property
    def typed(self) -> str:
        """The address as one types it: without the scheme and the last slash."""
        return self.address.removeprefix("https://").removesuffix("/")


NO_TEXTS: Mapping[str, Mapping[str, str]] = MappingProxyType({})


class Procedure(NamedTuple):
    """The whole. ``steps`` in their order; ``texts`` by language and key go before those of the catalogues."""

    version: str
    portal: Portal
    labels: Mapping[str, str]
    steps: tuple[Step, ...]
    troubles: Mapping[str, Trouble]
    everywhere: tuple[str, ...]
    school_body: str = ""
    """The id of the school body that the file is of."""
    contact: tuple[str, ...] = ()
    texts: Mapping[str, Mapping[str, str]] = NO_TEXTS

    def number(self, name: str) -> int:
        """The number of a step, from 1, which is read out on the phone as G1, G2 …"""
        return next(place for place, step in enumerate(self.steps, 1) if step.name == name)

    def step(self, name: str) -> Step:
        """The step of this name."""
        return self.steps[self.number(name) - 1]

    def troubles_at(self, step: str) -> tuple[str, ...]:
        """What may be seen at a step, its own first, each once."""
        return tuple(dict.fromkeys((*self.step(step).troubles, *self.everywhere)))
