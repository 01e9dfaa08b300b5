"""`.env` and `stackwright.toml` as they may be: no file, no text, a pipe that nobody writes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from stackwright.defaults import options_with_defaults
from workbench.errors import InputError
from workbench.llm.settings import configured_endpoint


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_named_pipe_is_refused_by_whoever_reads_it() -> None:
    os.mkfifo(".env")
    with pytest.raises(InputError, match="is a named pipe"):
        options_with_defaults({})
    with pytest.raises(InputError, match="is a named pipe"):
        configured_endpoint()


def test_a_folder_and_a_device_are_none_of_ours() -> None:
    Path(".env").mkdir()
    assert options_with_defaults({}) == {}
    Path(".env").rmdir()
    Path(".env").symlink_to("/dev/null")
    assert options_with_defaults({}) == {}
    assert not configured_endpoint().is_configured


def test_what_is_not_utf_8_is_named_by_whoever_reads_it() -> None:
    Path(".env").write_bytes(b"OPENAI_MODEL=\xff")
    for read in (lambda: options_with_defaults({}), configured_endpoint):
        with pytest.raises(InputError, match=r"\.env is not UTF-8 text"):
            read()


@pytest.mark.parametrize("kind", ["folder", "pipe"])
def test_a_file_of_defaults_is_a_file(kind: str) -> None:
    if kind == "folder":
        Path("stackwright.toml").mkdir()
    else:
        os.mkfifo("stackwright.toml")
    with pytest.raises(
        InputError, match=r"stackwright\.toml: (it is not a regular file|Is a directory)"
    ):
        options_with_defaults({})


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("MAX_ATTEMPTS", "many", "give a whole number, not many"),
        ("MAX_ATTEMPTS", "1.5", "give a whole number, not 1.5"),
        ("MAX_ATTEMPTS", "0", "give 1 or more, not 0"),
        ("BUDGET_USD", "a lot", "give a number, not a lot"),
        ("BUDGET_TOKENS", "9" * 30, "or less"),
        ("STORAGE", "paper", "give 'auto', 'sqlite' or 'memory', not paper"),
        ("ALLOW_DEPENDENCY", "zod", "STACKWRIGHT_ALLOW_DEPENDENCY: write a list as JSON"),
    ],
)
def test_a_value_that_does_not_fit_is_told_in_plain_words(
    variable: str, value: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"STACKWRIGHT_{variable}", value)
    with pytest.raises(InputError) as error:
        options_with_defaults({})
    assert says in str(error.value)
    assert "Input should" not in str(error.value)
