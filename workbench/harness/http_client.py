"""How gates speak HTTP: as any browser does, so that a server cannot tell a gate from life."""

from __future__ import annotations

import requests

# What Chrome has sent since it says no more than its major version; the gates' browser says its own.
USER_AGENT = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/{major}.0.0.0 Safari/537.36"
)
MAJOR_VERSION = 143


def user_agent(major: int = MAJOR_VERSION) -> str:
    """The `User-Agent` of Chrome of this major version."""
    return USER_AGENT.format(major=major)


def plain_session() -> requests.Session:
    """A session of an ordinary client, which no proxy variable of this machine leads elsewhere."""
    session = requests.Session()
    session.trust_env = False
    session.headers["User-Agent"] = user_agent()
    return session
