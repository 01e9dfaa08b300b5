"""Detects a credential in a line of text, without flagging lines that only mention one.

Text in a format that an issuer documents always counts. Any other value counts by the name of the
variable or setting it is assigned to, never by its entropy alone, which would reject sound systems.
"""

from __future__ import annotations

import re
import string
from pathlib import PurePosixPath

from workbench.host.untrusted.linear import linear

FORMATS = {
    "a private key": linear(r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----"),
    "an AWS access key": linear(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    "an OpenAI key": linear(r"\bsk-(?:proj-)?[A-Za-z0-9_-]{20,}\b"),
    "a GitHub token": linear(r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{40,})\b"),
    "a GitLab token": linear(r"\bglpat-[A-Za-z0-9_-]{20,}"),
    "a Slack token": linear(r"\bxox[abprs]-[A-Za-z0-9-]{10,}"),
    "a Google API key": linear(r"\bAIza[0-9A-Za-z_-]{35}\b"),
    "a Stripe key": linear(r"\b[rs]k_live_[0-9A-Za-z]{20,}\b"),
    "an npm token": linear(r"\bnpm_[A-Za-z0-9]{36}\b"),
    "a SendGrid key": linear(r"\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}\b"),
    "a password in a URL": linear(r"\b[a-z][a-z0-9+.-]*://[^\s/:@\"'<>{}$]+:[^\s/:@\"'<>{}$]+@"),
}
_WORD = (
    r"(?:password|passwd|passphrase|pwd|secret|credentials?|token"
    r"|(?:api|access|secret|private|signing|encryption|auth|session|hmac|master|service)[_-]?key)"
)
# A text that is only a label, a control's type or `current-password`.
_SPEAKS_OF_ONE = linear(r"(?i)[a-z_/-]*(?:password|passwd|secret|key|token)[a-z_/-]*")
_IN_SOURCE = linear(rf"""(?i:{_WORD}\w*["']?\s*(?::=|=|:)\s*["'](?P<value>[^"'\s]{{8,}})["'])""")
# `NAME=value`, `name: value` and `export NAME=value`, in files in which values need no quotes.
_SETTING = linear(
    r"""(?i)^\s*(?:(?:export|env|arg|set)\s+|-\s+|//[^\s:]+/?:)?["']?"""
    rf"""[\w.:/-]*?{_WORD}(?:_(?:value|base64|b64|hex|default))?["']?"""
    r"""\s*[:=]\s*(?P<value>\S.*?)\s*,?\s*$"""
)
_SETTING_SUFFIXES = frozenset(
    {
        ".env",
        ".ini",
        ".cfg",
        ".conf",
        ".properties",
        ".toml",
        ".yml",
        ".yaml",
        ".json",
        ".sh",
        ".tf",
        ".tfvars",
        ".service",
        ".envrc",
    }
)
_SETTING_NAMES = linear(
    r"(?i)\.env(\..*)?|.*\.env(\..*)?|dockerfile.*|makefile|\.npmrc|\.netrc|\.pgpass|procfile"
)
_EXAMPLE = linear(r"(?i)(^|[._-])(example|sample|template|dist|defaults?)([._-]|$)")
_PLACEHOLDER = linear(
    r"""(?i)^(?:[$<{(%].*"""
    r"""|.*(?:change|replace|example|placeholder|your|dummy|todo|fixme|insert|xxx).*"""
    r"""|(?:string|integer|number|boolean|object|array|null|nil|none|true|false|required|optional"""
    r"""|bearer|header|cookie|password|secret|token|\*+|\.+|-+)|\d{1,5}|\.{0,2}/\S*)$"""
)
_MIN_SETTING, _RANDOM = 6, 16


def credential_in(line: str, path: str, *, invented: bool = False) -> str | None:
    """The kind of credential in this line of the file at `path`; None if there is none.

    `invented` is True for files with invented passwords, such as tests; only documented formats count
    there.
    """
    for kind, pattern in FORMATS.items():
        if pattern.search(line):
            return kind
    if invented:
        return None
    if _is_setting(line, path):
        return "a secret in a setting"
    values = (match["value"] for match in _IN_SOURCE.finditer(line))
    told = next((value for value in values if not _SPEAKS_OF_ONE.fullmatch(value)), None)
    return None if told is None or _is_harmless(told) else "a password in the source"


def _is_setting(line: str, path: str) -> bool:
    name = PurePosixPath(path).name
    if not (_SETTING_NAMES.fullmatch(name) or PurePosixPath(name).suffix in _SETTING_SUFFIXES):
        return False
    match = _SETTING.match(line.partition(" #")[0])
    if match is None:
        return False
    value = match["value"].strip("\"'")
    if len(value) < _MIN_SETTING or " " in value or _is_harmless(value):
        return False
    return _looks_random(value) if _EXAMPLE.search(name) else True


def _is_harmless(value: str) -> bool:
    # A label is one capitalised word, such as "Kennwort".
    is_label = value.isalpha() and value[0] not in string.ascii_lowercase
    return is_label or _PLACEHOLDER.match(value) is not None


def _looks_random(value: str) -> bool:
    """True for a long text of letters and digits without separators: no example looks like that."""
    kinds = (any(map(str.isdigit, value)), any(map(str.isalpha, value)))
    return len(value) >= _RANDOM and all(kinds) and not re.search(r"[-_ ][a-z]+[-_ ]", value)
