"""What the model's client takes from its surroundings is checked before the client is made."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from workbench.errors import EnvironmentMissing, InputError
from workbench.llm.client_settings import check_client_settings
from workbench.llm.registry import resolve_model
from workbench.llm.settings import Endpoint
from workbench.offline.chat import OfflineChat

SOUND = "http://localhost:11434/v1"


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)


def check(base_url: str = SOUND, key: str = "sk-x") -> None:
    check_client_settings(Endpoint(base_url=base_url, api_key=SecretStr(key)))


@pytest.mark.parametrize(
    "address", [SOUND, "https://api.openai.com/v1", "http://[::1]:8000", "http://хост.пример/v1"]
)
def test_addresses_that_may_be_right(address: str) -> None:
    check(address)


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("not a url", "it holds spaces"),
        ("localhost:11434", "does not begin with http:// or https://"),
        ("ftp://x/v1", "does not begin with"),
        ("http://", "has no host"),
        ("http://[::1", "is not an address"),
        ("http://127.0.0.1:99999/v1", "is not an address: Port out of range"),
        ("http://127.0.0.1:port/v1", "is not an address"),
        ("http://127.0.0.1:0/v1", "has port 0"),
        (f"http://{'a' * 80}.example/v1", "has a host that no name server knows"),
    ],
)
def test_an_address_that_is_none_names_its_variable(address: str, says: str) -> None:
    with pytest.raises(InputError, match="OPENAI_BASE_URL: ") as error:
        check(address)
    assert says in str(error.value)


@pytest.mark.parametrize("key", ["ключ", "a\nb", "a\tb"])
def test_a_key_that_no_header_can_hold_is_not_shown(key: str) -> None:
    with pytest.raises(InputError, match="OPENAI_API_KEY: ") as error:
        check(key=key)
    assert key not in str(error.value)


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "https_proxy", "ALL_PROXY"])
@pytest.mark.parametrize(
    ("proxy", "says"),
    [
        ("socks5://127.0.0.1:1", "needs the Python package socksio"),
        ("http://user:secret@127.0.0.1:99999", "is not an address"),
        ("gopher://proxy", "does not begin with"),
        ("http://", "has no host"),
    ],
)
def test_a_proxy_that_cannot_be_used_names_its_variable(
    variable: str, proxy: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    monkeypatch.setenv(variable, proxy)
    with pytest.raises(EnvironmentMissing, match=f"{variable}: ") as error:
        check()
    assert says in str(error.value)
    assert "secret" not in str(error.value)
    monkeypatch.setenv("NO_PROXY", "*")
    check()


def test_a_proxy_without_a_scheme_is_one_for_http(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "proxy.example:3128")
    check()


@pytest.mark.parametrize(
    ("variable", "content", "says"),
    [
        ("SSL_CERT_FILE", None, "No such file or directory"),
        ("SSL_CERT_FILE", "no certificate", "not a file of certificates"),
    ],
)
def test_a_file_of_certificates_that_is_none_names_its_variable(
    variable: str, content: str | None, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if content is not None:
        Path("certificates.pem").write_text(content)
    monkeypatch.setenv(variable, "certificates.pem")
    with pytest.raises(EnvironmentMissing, match=f"{variable}: certificates.pem: ") as error:
        check()
    assert says in str(error.value)


def test_the_offline_model_needs_none_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    providers = {"offline": lambda _name: OfflineChat()}
    monkeypatch.setenv("OPENAI_BASE_URL", "http://[::1")
    assert resolve_model("offline", providers) == "offline"
    with pytest.raises(InputError, match="OPENAI_BASE_URL"):
        resolve_model("openai:gpt-5", providers)
