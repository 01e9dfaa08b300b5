"""What the client of an endpoint takes from its surroundings, checked before it is made.

The client itself says of a bad address, proxy or certificate file only what went wrong deep inside it,
and for some of them only when it connects.
"""

from __future__ import annotations

import importlib.util
import os
import ssl
from urllib.parse import urlsplit
from urllib.request import getproxies

from workbench.errors import EnvironmentMissing, InputError
from workbench.llm.settings import Endpoint

_HTTP = frozenset({"http", "https"})
_SOCKS = frozenset({"socks5", "socks5h"})
_SOCKS_PACKAGE = "socksio"


def check_client_settings(endpoint: Endpoint) -> None:
    """Raises `InputError` for an endpoint that is none, `EnvironmentMissing` for the rest.

    Does blocking I/O: it reads the file of certificates.
    """
    if endpoint.base_url:
        complaint = _complaint(endpoint.base_url, _HTTP)
        if complaint:
            raise InputError(
                f"OPENAI_BASE_URL: {endpoint.base_url} {complaint}; "
                "give one such as http://localhost:11434/v1"
            )
    key = endpoint.api_key.get_secret_value() if endpoint.api_key is not None else ""
    if not (key.isascii() and (key or "-").isprintable()):
        raise InputError(
            "OPENAI_API_KEY: it holds characters that no key has; copy it again, in one line"
        )
    _check_proxies()
    _check_certificates()


def _complaint(address: str, schemes: frozenset[str]) -> str:
    """Why nothing can be reached at an address; empty if something may be."""
    if any(character.isspace() or not character.isprintable() for character in address):
        return "is not an address: it holds spaces"
    try:
        parts = urlsplit(address)
        port, host = parts.port, parts.hostname
        (host or "").encode("idna")
    except UnicodeError:
        return "has a host that no name server knows"
    except ValueError as error:
        return f"is not an address: {error}"
    if parts.scheme not in schemes:
        return f"does not begin with {' or '.join(f'{scheme}://' for scheme in sorted(schemes))}"
    if not host:
        return "has no host"
    return "has port 0, which nothing listens on" if port == 0 else ""


def _check_proxies() -> None:
    """The client makes a connection to each proxy's settings, also to those that it will not need."""
    proxies = getproxies()
    if "*" in [host.strip() for host in proxies.get("no", "").split(",")]:
        return
    for scheme in ("http", "https", "all"):
        given = proxies.get(scheme)
        if not given:
            continue
        address = given if "://" in given else f"http://{given}"
        complaint = _complaint(address, _HTTP | _SOCKS)
        if not complaint and urlsplit(address).scheme in _SOCKS:
            if importlib.util.find_spec(_SOCKS_PACKAGE) is None:
                complaint = f"needs the Python package {_SOCKS_PACKAGE}, which is not installed"
        if complaint:
            name = next((n for n in _names(scheme) if os.environ.get(n)), f"the {scheme} proxy")
            raise EnvironmentMissing(
                f"{name}: {_without_password(address)} {complaint}; unset it, or name an HTTP proxy"
            )


def _names(scheme: str) -> tuple[str, str]:
    """The variable of a proxy: the lower-case one wins."""
    return f"{scheme}_proxy", f"{scheme}_proxy".upper()


def _without_password(address: str) -> str:
    scheme, _, rest = address.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"


def _check_certificates() -> None:
    """As the client looks for them: the file, else the folder, else those of the host."""
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        place = os.environ.get(name)
        if not place:
            continue
        try:
            if name == "SSL_CERT_FILE":
                ssl.create_default_context(cafile=place)
            else:
                ssl.create_default_context(capath=place)
        except (OSError, ValueError) as error:
            reason = "not a file of certificates" if isinstance(error, ssl.SSLError) else ""
            reason = reason or getattr(error, "strerror", None) or str(error)
            raise EnvironmentMissing(
                f"{name}: {place}: {reason}; unset it, or name a file of certificates"
            ) from error
        return
