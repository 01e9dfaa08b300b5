"""What a server does with its settings, asked over HTTP: its document, its origins, the pages it serves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import requests

from workbench.errors import MeasurementError
from workbench.harness.http_client import plain_session
from workbench.plan.system import SystemPlan
from workbench.progress.results import KEPT_OF_ANSWER

TIMEOUT_SECONDS = 10.0
ALLOWED_ORIGIN, OTHER_ORIGIN = "http://allowed.example", "http://other.example"
ORIGINS = f"{ALLOWED_ORIGIN},http://also-allowed.example"
HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
# The pages that the server is given in STATIC_DIR: their path in the folder, and their text.
START_PAGE, SCRIPT = "index.html", "assets/start.js"
PAGES = {
    START_PAGE: "<!doctype html><title>The start page</title>",
    SCRIPT: 'document.title = "started";\n',
}


class SettingIgnored(MeasurementError):
    """The server does not do what a setting says; what was expected and what came instead."""

    def __init__(self, message: str, expected: str, actual: str, evidence: str) -> None:
        super().__init__(message)
        self.message, self.expected, self.actual = message, expected, actual
        self.evidence = evidence


@dataclass(frozen=True)
class SettingCheck:
    """One check: its name, the rule that it is about, and what runs it. Raises `SettingIgnored`."""

    name: str
    rule: str
    run: Callable[[], None]


def write_pages(folder: Path) -> None:
    """Writes the pages that the server is given. Does blocking I/O."""
    for name, text in PAGES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


class SettingChecks:
    """The checks of one server that runs with `ORIGINS`, and with `PAGES` in its STATIC_DIR.

    All methods do blocking I/O.
    """

    def __init__(self, plan: SystemPlan, url: str, document: str) -> None:
        self.plan, self.url, self.document = plan, url, document

    def all(self) -> Iterator[SettingCheck]:
        """Every check; those of pages come last."""
        settings, origins, page = "backend.settings", "api.cors", "page.served_by_backend"
        yield SettingCheck("document", settings, self._document)
        yield SettingCheck("origin.allowed", origins, self._allowed_origin)
        yield SettingCheck("origin.other", settings, self._other_origin)
        yield SettingCheck("page.configuration", page, self._configuration)
        yield SettingCheck("page.start", page, self._start)
        yield SettingCheck("page.file", page, self._file)
        yield SettingCheck("page.unknown_address", page, self._unknown_address)
        if self._shared is not None:
            yield SettingCheck("page.shared_address", page, self._shared_address)
            yield SettingCheck("page.api_at_shared_address", page, self._api_at_shared_address)

    @property
    def _shared(self) -> str | None:
        """A path at which the API has a GET operation, and a browser gets the page."""
        return next(
            (op.path for op in self.plan.operations if op.method == "GET" and "{" not in op.path),
            None,
        )

    def _document(self) -> None:
        response = self._get("/openapi.yaml")
        if response.status_code != 200 or response.text.strip() != self.document.strip():
            raise self._wrong(
                response, "the server does not serve its document", "the text of openapi.yaml"
            )

    def _allowed_origin(self) -> None:
        response = self._preflight(ALLOWED_ORIGIN)
        if response.headers.get("Access-Control-Allow-Origin") != ALLOWED_ORIGIN:
            raise self._wrong(
                response,
                f"an origin of CORS_ORIGINS={ORIGINS} may not call the API",
                f"Access-Control-Allow-Origin: {ALLOWED_ORIGIN}",
            )

    def _other_origin(self) -> None:
        response = self._preflight(OTHER_ORIGIN)
        if response.headers.get("Access-Control-Allow-Origin") in ("*", OTHER_ORIGIN):
            raise self._wrong(
                response,
                f"with CORS_ORIGINS={ORIGINS}, other origins may call the API too",
                f"no Access-Control-Allow-Origin for {OTHER_ORIGIN}",
            )

    def _configuration(self) -> None:
        response = self._get("/config.json")
        try:
            configuration = response.json()
        except requests.JSONDecodeError:
            configuration = None
        if response.status_code != 200 or configuration != {"apiUrl": ""}:
            raise self._wrong(response, "the page's configuration is not served", '{"apiUrl": ""}')

    def _start(self) -> None:
        self._page("/", START_PAGE)

    def _page(self, path: str, file: str) -> requests.Response:
        response = self._get(path, {"Accept": HTML})
        if response.status_code != 200 or response.text.strip() != PAGES[file].strip():
            raise self._wrong(
                response,
                f"with STATIC_DIR set, a browser that opens {path} does not get {file}",
                f"200 and the text of {file}",
            )
        return response

    def _file(self) -> None:
        response = self._page(f"/{SCRIPT}", SCRIPT)
        if "javascript" not in response.headers.get("Content-Type", ""):
            raise self._wrong(
                response, "a script is served with another media type", "text/javascript"
            )

    def _unknown_address(self) -> None:
        self._page("/no-such-page/7", START_PAGE)

    def _shared_address(self) -> None:
        path = self._shared
        assert path is not None
        response = self._page(path, START_PAGE)
        if "accept" not in response.headers.get("Vary", "").lower():
            raise self._wrong(
                response,
                f"the page and the API are both at {path}, and caches are not told",
                "a header Vary that names Accept",
            )

    def _api_at_shared_address(self) -> None:
        path = self._shared
        assert path is not None
        response = self._get(path, {"Accept": "application/json"})
        if "html" in response.headers.get("Content-Type", ""):
            raise self._wrong(
                response, f"with STATIC_DIR set, the API at {path} answers with the page", "JSON"
            )

    def _preflight(self, origin: str) -> requests.Response:
        headers = {"Origin": origin, "Access-Control-Request-Method": "POST"}
        return self._send("OPTIONS", self._shared or "/", headers)

    def _get(self, path: str, headers: Mapping[str, str] | None = None) -> requests.Response:
        return self._send("GET", path, headers or {})

    def _send(self, method: str, path: str, headers: Mapping[str, str]) -> requests.Response:
        with plain_session() as session:
            return session.request(
                method,
                self.url + path,
                headers=dict(headers),
                timeout=TIMEOUT_SECONDS,
                allow_redirects=False,
            )

    @staticmethod
    def _wrong(response: requests.Response, message: str, expected: str) -> SettingIgnored:
        request = response.request
        headers = "".join(f"{name}: {value}\n" for name, value in response.headers.items())
        body = response.text[:KEPT_OF_ANSWER]
        evidence = (
            f"{request.method} {request.path_url}\nAccept: {request.headers.get('Accept')}\n\n"
        )
        evidence += f"{response.status_code}\n{headers}\n{body}"
        return SettingIgnored(message, expected, f"status {response.status_code}", evidence)
