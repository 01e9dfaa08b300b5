"""Requests to servers of this host, which never go through a proxy."""

from __future__ import annotations

import requests


def loopback_session() -> requests.Session:
    """A session that ignores proxy variables, netrc and certificates of the environment."""
    session = requests.Session()
    session.trust_env = False
    return session
