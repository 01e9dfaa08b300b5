"""Detects a credential in a line of text, without flagging lines that only mention one.

Text in a format that an issuer documents always counts. Any other value counts by the name of the
variable or setting it is assigned to, never by its entropy alone, which would reject sound systems.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

FORMATS = {
    "a private key": re.compile(r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----"),
    "an AWS access key": re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    "an OpenAI key": re.compile(r"\bsk-(?:proj-)?[A-Za-z0-9_-]{20,}\b"),
    "a GitHub token": re.compile(
        r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{40,})\b"
    ),
    "a GitLab token": re.compile(r"\bglpat-[A-Za-z0-9_-]{20,}"),
    "a Slack token": re.compile(r"\bxox[abprs]-[A-Za-z0-9-]{10,}"),
    "a Google API key": re.compile(r"\bAIza[0-9A-Za-z_-]{35}\b"),
    "a Stripe key": re.compile(r"\b[rs]k_live_[0-9A-Za-z]{20,}\b"),
    "an npm token": re.compile(r"\bnpm_[A-Za-z0-9]{36}\b"),
    "a SendGrid key": re.compile(r"\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}\b"),
    "a password in a URL": re.compile(
        r"\b[a-z][a-z0-9+.-]*://[^\s/:@\"'<>{}$]+:[^\s/:@\"'<>{}$]+@"
    ),
}
_WORD = (
    r"(?:password|passwd|passphrase|pwd|secret|credentials?|token"
    r"|(?:api|access|secret|private|signing|encryption|auth|session|hmac|master|service)[_-]?key)"
)
# Names under which a text is only a label, a control's type or `current-password`.
_SPEAKS_OF_ONE = r"""[a-z_/-]*(?:password|passwd|secret|key|token)[a-z_/-]*["']"""
_IN_SOURCE = re.compile(
    rf"""(?i:{_WORD}\w*["']?\s*(?::=|=|:)\s*["'](?!{_SPEAKS_OF_ONE})(?P<value>[^"'\s]{{8,}})["'])"""
)
# A label is one capitalised word, such as "Kennwort".
_LABEL = re.compile(r"[^\W\d_a-z][^\W\d_]*", re.UNICODE)
# `NAME=value`, `name: value` and `export NAME=value`, in files in which values need no quotes.
_SETTING = re.compile(
    rf"""(?ix)^\s*(?:(?:export|env|arg|set)\s+|-\s+|//[^\s:]+/?:)?["']?
    [\w.:/-]*?{_WORD}(?:_(?:value|base64|b64|hex|default))?["']?\s*[:=]\s*(?P<value>\S.*?)\s*,?\s*$"""
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
_SETTING_NAMES = re.compile(
    r"(?i)\.env(\..*)?|.*\.env(\..*)?|dockerfile.*|makefile|\.npmrc|\.netrc|\.pgpass|procfile"
)
_EXAMPLE = re.compile(r"(?i)(^|[._-])(example|sample|template|dist|defaults?)([._-]|$)")
_PLACEHOLDER = re.compile(
    r"""(?ix)^(?:[$<{(%].* | .*(?:change|replace|example|placeholder|your|dummy|todo|fixme|insert|xxx).*
    | (?:string|integer|number|boolean|object|array|null|nil|none|true|false|required|optional|bearer
        |header|cookie|password|secret|token|\*+|\.+|-+) | \d{1,5} | \.{0,2}/\S* )$"""
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
    match = _IN_SOURCE.search(line)
    if match is not None and not _is_harmless(match["value"]):
        return "a password in the source"
    return None


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
    return _PLACEHOLDER.match(value) is not None or _LABEL.fullmatch(value) is not None


def _looks_random(value: str) -> bool:
    """True for a long text of letters and digits without separators: no example looks like that."""
    kinds = (any(map(str.isdigit, value)), any(map(str.isalpha, value)))
    return len(value) >= _RANDOM and all(kinds) and not re.search(r"[-_ ][a-z]+[-_ ]", value)
