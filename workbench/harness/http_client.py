"""The gates' HTTP client: the only way in which our own process speaks to a generated server.

A generated server is hostile: it may send us on to a service of this host, or answer without an end.
So a session speaks to one server, follows no redirect, keeps no cookie, and takes so many bytes in so
many seconds; what goes beyond is an exception of `requests`, which the gates report as findings.
Nothing else in Stackwright may open a connection to a generated server, but raw sockets of the gates
that take one piece (`attacks`, `load`, `simultaneous_requests`).

It sends a browser's headers, so that a server cannot detect a gate.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import PoolManager
from urllib3.exceptions import HTTPError, ReadTimeoutError

from workbench.harness.answers.bounded import MAX_SECONDS, BoundedPool, TooMuch
from workbench.harness.answers.unpacking import ACCEPTED, NotUnpacked, unpacked
from workbench.host.untrusted.json_texts import NotJson, read_json

# Chrome's `User-Agent`, which states only its major version; the gates' browser states its own.
USER_AGENT = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/{major}.0.0.0 Safari/537.36"
)
MAJOR_VERSION = 143
PIECE = 64 << 10
# Others may be far from linear: `punycode` is one that a Content-Type can name.
ENCODINGS = frozenset({"utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "latin-1"})


class AnswerTooLarge(requests.RequestException):
    """A server's answer is longer, or unpacks to more, than any answer of a sound server."""


class AnotherServer(requests.RequestException):
    """A request would have left the server that the session is for. It was not sent."""


class Answer(requests.Response):
    """A server's answer, received whole and unpacked; its text and its JSON are read in linear time."""

    def json(self, **_: Any) -> Any:
        """The body's value. Raises `requests.JSONDecodeError` whatever is wrong with it."""
        try:
            return read_json(self.content)
        except NotJson as error:
            raise requests.JSONDecodeError(str(error), self.text[:100], 0) from error

    @classmethod
    def of(
        cls, status: int, headers: Any, content: bytes, encoding: str | None = "utf-8"
    ) -> Answer:
        """An answer that was received in another way."""
        answer = cls()
        answer.status_code = status
        answer.headers.update(headers)
        answer._content, answer._content_consumed = content, True  # type: ignore[attr-defined]
        answer.encoding = encoding if (encoding or "").lower() in ENCODINGS else "utf-8"
        return answer


class ServerSession(requests.Session):
    """A session with the one server at `url`; a request to any other is refused.

    `timeout` is how long the whole answer may take, `MAX_SECONDS` if none is given.
    """

    def __init__(self, url: str) -> None:
        super().__init__()
        self.trust_env = False
        self.headers["User-Agent"] = user_agent()
        self.headers["Accept-Encoding"] = ACCEPTED
        self.adapters.clear()
        self.mount("http://", _BoundedAdapter())
        self._server = _server_of(url)

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        if _server_of(request.url or "") != self._server:
            raise AnotherServer(f"{request.url} is not on {self._server}", request=request)
        options["allow_redirects"] = False
        options["timeout"] = options.get("timeout") or MAX_SECONDS
        return super().send(request, **options)

    def get_redirect_target(self, resp: requests.Response) -> None:
        """None: where an answer points is what the gates look at, never where we go."""
        return


class _BoundedAdapter(HTTPAdapter):
    def init_poolmanager(self, *arguments: Any, **named: Any) -> None:
        super().init_poolmanager(*arguments, **named)
        manager: PoolManager = self.poolmanager
        manager.pool_classes_by_scheme = {"http": BoundedPool}

    def send(self, request: requests.PreparedRequest, *rest: Any, **named: Any) -> Answer:
        try:
            answer = super().send(request, *rest, **named)
        except (requests.RequestException, HTTPError, OSError, NotUnpacked) as error:
            raise _of_requests(error, request) from error
        assert isinstance(answer, Answer)
        return answer

    def build_response(self, req: requests.PreparedRequest, resp: Any) -> Answer:
        """The answer, with its body; its cookies are not even read."""
        parts = []
        try:
            while piece := resp.read(PIECE, decode_content=False):
                parts.append(piece)
        except BaseException:
            resp.close()
            raise
        resp._original_response = None
        usual = super().build_response(req, resp)
        body = unpacked(b"".join(parts), usual.headers.get("Content-Encoding", ""))
        answer = Answer.of(usual.status_code, usual.headers, body, usual.encoding)
        answer.raw, answer.reason, answer.url = resp, usual.reason, usual.url
        answer.request = req
        return answer


def user_agent(major: int = MAJOR_VERSION) -> str:
    """The `User-Agent` of Chrome of this major version."""
    return USER_AGENT.format(major=major)


def is_served(url: str, seconds: float, media_type: str = "") -> bool:
    """True if the server answers a GET with 200, and with this media type if one is given. Blocks."""
    headers = {"Accept": media_type} if media_type else {}
    try:
        with ServerSession(url) as session:
            answer = session.get(url, timeout=seconds, headers=headers)
    except requests.RequestException:
        return False
    return answer.status_code == 200 and media_type in answer.headers.get("Content-Type", "")


def _of_requests(error: Exception, request: requests.PreparedRequest) -> requests.RequestException:
    """The exception of `requests` for what ended an answer."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, TooMuch):
            return AnswerTooLarge(str(cause), request=request)
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, requests.RequestException):
        return error
    if isinstance(error, ReadTimeoutError):
        return requests.ReadTimeout(error, request=request)
    if isinstance(error, NotUnpacked):
        return requests.exceptions.ContentDecodingError(error, request=request)
    return requests.ConnectionError(error, request=request)


def _server_of(url: str) -> tuple[str, int]:
    """Host and port of an address; of one that has none, nothing that a server has."""
    try:
        address = urlsplit(url)
        return (address.hostname or "").lower(), address.port or 80
    except ValueError:
        return "", 0
