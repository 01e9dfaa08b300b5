"""Swagger 2.0's ways to sign in, in the words of OpenAPI 3."""

from __future__ import annotations

from typing import Any

_FLOWS = {
    "implicit": "implicit",
    "password": "password",
    "application": "clientCredentials",
    "accessCode": "authorizationCode",
}
_URLS = ("authorizationUrl", "tokenUrl")


def security_schemes(definitions: Any) -> dict[str, Any]:
    """``components.securitySchemes`` from ``securityDefinitions``; what is not an object stays out."""
    if not isinstance(definitions, dict):
        return {}
    return {
        name: _scheme(scheme) for name, scheme in definitions.items() if isinstance(scheme, dict)
    }


def _scheme(scheme: dict[str, Any]) -> dict[str, Any]:
    if scheme.get("type") == "basic":
        rest = {key: value for key, value in scheme.items() if key != "type"}
        return {"type": "http", "scheme": "basic", **rest}
    if scheme.get("type") != "oauth2":
        return scheme
    kept = {key: value for key, value in scheme.items() if key not in ("flow", "scopes", *_URLS)}
    flow = {key: scheme[key] for key in _URLS if key in scheme}
    flow["scopes"] = scheme.get("scopes") if isinstance(scheme.get("scopes"), dict) else {}
    return {**kept, "flows": {_FLOWS.get(str(scheme.get("flow")), "implicit"): flow}}
