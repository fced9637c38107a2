"""Who is who in a desk: what its lexicon says of an actor, what the record holds of it, and who is new."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from watchfloor.desk import own_actors
from watchfloor.resolving import actorpack


def names(folder: Path) -> Mapping[str, str]:
    """The names of countries and other things by their ids, with those of the desk in `folder`."""
    return {ident: one.name for ident, one in actorpack.load(own=own_actors(folder)).entities.items()}
