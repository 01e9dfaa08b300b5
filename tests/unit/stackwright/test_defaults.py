"""Where an option comes from: command line, environment, .env, stackwright.toml, in this order."""

from __future__ import annotations

from pathlib import Path

import pytest

from stackwright.defaults import options_with_defaults
from workbench.errors import StackwrightError


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def test_each_source_gives_way_to_the_one_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("stackwright.toml").write_text(
        'storage = "memory"\nmax_attempts = 1\nmax_stagnation = 1\nmodel = "offline"\n'
    )
    assert options_with_defaults({})["max_attempts"] == 1
    Path(".env").write_text("STACKWRIGHT_MAX_ATTEMPTS=2\nSTACKWRIGHT_MAX_STAGNATION=2\nX=1\n")
    assert options_with_defaults({})["max_attempts"] == 2
    monkeypatch.setenv("STACKWRIGHT_MAX_ATTEMPTS", "3")
    assert options_with_defaults({})["max_attempts"] == 3
    found = options_with_defaults({"max_attempts": 4, "model": None})
    assert found == {
        "max_attempts": 4,
        "max_stagnation": 2,
        "storage": "memory",
        "model": "offline",
    }


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("colour = 1\n", "unknown name colour"),
        ("max_attempts = \n", "stackwright.toml is not TOML: Invalid value"),
        ('max_attempts = "many"\n', "max_attempts in stackwright.toml or STACKWRIGHT_MAX_ATTEMPTS"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(text: str, says: str) -> None:
    Path("stackwright.toml").write_text(text)
    with pytest.raises(StackwrightError, match=says) as error:
        options_with_defaults({})
    assert error.value.exit_code == 2
