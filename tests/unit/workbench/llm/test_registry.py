"""A model's name says who serves it; `auto` takes what is configured."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.llm.registry import UnknownModel, resolve_model
from workbench.offline.chat import OfflineChat

PROVIDERS = {"offline": lambda _name: OfflineChat()}


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def test_auto_is_offline_where_nothing_is_configured() -> None:
    assert resolve_model("auto", PROVIDERS) == "offline"


def test_auto_is_the_endpoint_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://localhost:11434/v1")
    monkeypatch.setenv("OPENAI_MODEL", "llama3:8b")
    assert resolve_model("auto", PROVIDERS) == "openai:llama3:8b"


def test_auto_asks_for_the_model_where_only_a_key_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    with pytest.raises(UnknownModel, match="OPENAI_MODEL"):
        resolve_model("auto", PROVIDERS)


def test_a_dotenv_file_serves_as_well_and_the_environment_wins(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Path(".env").write_text("OPENAI_API_KEY=k\nOPENAI_MODEL=from-file\nOTHER=1\n")
    assert resolve_model("auto", PROVIDERS) == "openai:from-file"
    monkeypatch.setenv("OPENAI_MODEL", "from-environment")
    assert resolve_model("auto", PROVIDERS) == "openai:from-environment"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("llama", "use auto, offline, or openai:NAME"),
        ("openai:", "say which model"),
        ("openai:gpt-5", "set OPENAI_API_KEY"),
        ("anthropic:x", "use auto"),
    ],
)
def test_what_cannot_be_served_says_what_can(name: str, says: str) -> None:
    with pytest.raises(UnknownModel, match=says):
        resolve_model(name, PROVIDERS)
