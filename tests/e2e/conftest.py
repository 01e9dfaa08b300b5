"""Whole builds with real tools."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def own_data_folder(stackwright_home: Path) -> Path:
    """Every test works in the data folder of this test run."""
    return stackwright_home
