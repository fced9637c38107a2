"""What tests of several folders share. This file also puts its folder on the import path, for `tiny_desk`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from watchfloor.store import connection
from watchfloor.store.connection import Record


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """A new record in a file."""
    made = connection.create(tmp_path / "record.sqlite")
    yield made
    made.close()
