"""What tests of several folders share. This file also puts its folder on the import path, for `tiny_desk`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import sampledesk
from watchfloor.store import connection
from watchfloor.store.connection import Record

# Whoever runs the tests in several processes sets it for them; what commands print would be cut to that width.
os.environ.pop("COLUMNS", None)

pytest_plugins = ("seeing",)
"""what is needed to look at the page"""


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """A new record in a file."""
    made = connection.create(tmp_path / "record.sqlite")
    yield made
    made.close()


@pytest.fixture(scope="session")
def sample_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled sample as a desk, coded; see `benchmarks.sampledesk`. Only for reading: copy it to change it."""
    return sampledesk.make(tmp_path_factory.mktemp("sample") / "desk")
