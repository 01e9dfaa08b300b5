"""The gates' HTTP client: it sends a browser's headers, so that a server cannot detect a gate."""

from __future__ import annotations

import requests

# Chrome's `User-Agent`, which states only its major version; the gates' browser states its own.
USER_AGENT = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/{major}.0.0.0 Safari/537.36"
)
MAJOR_VERSION = 143


def user_agent(major: int = MAJOR_VERSION) -> str:
    """The `User-Agent` of Chrome of this major version."""
    return USER_AGENT.format(major=major)


def plain_session() -> requests.Session:
    """A session with a browser's headers that ignores the host's proxy variables."""
    session = requests.Session()
    session.trust_env = False
    session.headers["User-Agent"] = user_agent()
    return session
