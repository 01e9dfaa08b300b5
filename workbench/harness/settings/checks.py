"""What a server does with its settings, asked over HTTP: its document, its origins, the pages it serves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from workbench.harness.http_steps import Exchange, HttpRunner, StepFailed
from workbench.plan.steps import Expectation, HttpStep
from workbench.plan.system import SystemPlan

ALLOWED_ORIGIN, OTHER_ORIGIN = "http://allowed.example", "http://other.example"
ORIGINS = f"{ALLOWED_ORIGIN},http://also-allowed.example"
HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
# The pages that the server is given in STATIC_DIR: their path in the folder, and their text.
START_PAGE, SCRIPT = "index.html", "assets/start.js"
# A start page that browsers need not ask for again.
_KEPT_LONG = re.compile(r"immutable|max-age=[1-9]", re.I)
PAGES = {
    START_PAGE: "<!doctype html><title>The start page</title>",
    SCRIPT: 'document.title = "started";\n',
}


@dataclass(frozen=True)
class SettingCheck:
    """One check: its name, the rule that it is about, and what runs it. Raises `StepFailed`."""

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
    """The checks of one server: with `ORIGINS` and `PAGES` in its STATIC_DIR, or without pages.

    All methods do blocking I/O.
    """

    def __init__(self, plan: SystemPlan, url: str, document: str) -> None:
        self.plan, self.document = plan, document
        self._runner = HttpRunner(url)

    def all(self) -> Iterator[SettingCheck]:
        """Every check of a server with pages; those of pages come last."""
        settings, origins, page = "backend.settings", "api.cors", "page.served_by_backend"
        yield SettingCheck("document", settings, self._document)
        yield SettingCheck("origin.allowed", origins, self._allowed_origin)
        yield SettingCheck("origin.other", settings, self._other_origin)
        yield SettingCheck("page.configuration", page, self._configuration)
        yield SettingCheck("page.start", page, self._start)
        yield SettingCheck("page.file", page, self._file)
        yield SettingCheck("page.unknown_address", page, self._unknown_address)
        yield SettingCheck("page.only_for_browsers", page, self._only_for_browsers)
        if path := self._shared:
            yield SettingCheck("page.shared_address", page, partial(self._shared_address, path))
            api = partial(self._api_at_shared_address, path)
            yield SettingCheck("page.api_at_shared_address", page, api)

    def without_pages(self) -> Iterator[SettingCheck]:
        """The checks of a server that has no STATIC_DIR."""
        page = "page.served_by_backend"
        yield SettingCheck("no_page.unknown_address", page, self._nothing_there)
        if path := self._shared:
            api = partial(self._api_for_browsers, path)
            yield SettingCheck("no_page.api_for_browsers", page, api)

    @property
    def _shared(self) -> str | None:
        """A path at which the API has a GET operation, and a browser gets the page."""
        return next(
            (op.path for op in self.plan.operations if op.method == "GET" and "{" not in op.path),
            None,
        )

    def _document(self) -> None:
        exchange = self._get("/openapi.yaml")
        if (
            exchange.response.status_code != 200
            or exchange.response.text.strip() != self.document.strip()
        ):
            raise self._wrong(
                exchange, "the server does not serve its document", "the text of openapi.yaml"
            )
        if "yaml" not in exchange.response.headers.get("Content-Type", ""):
            raise self._wrong(
                exchange, "the document is served with another media type", "application/yaml"
            )

    def _allowed_origin(self) -> None:
        exchange = self._preflight(ALLOWED_ORIGIN)
        if exchange.response.headers.get("Access-Control-Allow-Origin") != ALLOWED_ORIGIN:
            raise self._wrong(
                exchange,
                f"an origin of CORS_ORIGINS={ORIGINS} may not call the API",
                f"Access-Control-Allow-Origin: {ALLOWED_ORIGIN}",
            )

    def _other_origin(self) -> None:
        exchange = self._preflight(OTHER_ORIGIN)
        if exchange.response.headers.get("Access-Control-Allow-Origin") in ("*", OTHER_ORIGIN):
            raise self._wrong(
                exchange,
                f"with CORS_ORIGINS={ORIGINS}, other origins may call the API too",
                f"no Access-Control-Allow-Origin for {OTHER_ORIGIN}",
            )

    def _configuration(self) -> None:
        exchange = self._get("/config.json")
        if exchange.response.status_code != 200 or exchange.body != {"apiUrl": ""}:
            raise self._wrong(exchange, "the page's configuration is not served", '{"apiUrl": ""}')

    def _start(self) -> None:
        self._page("/", START_PAGE)

    def _page(self, path: str, file: str) -> Exchange:
        exchange = self._get(path, {"Accept": HTML})
        if (
            exchange.response.status_code != 200
            or exchange.response.text.strip() != PAGES[file].strip()
        ):
            raise self._wrong(
                exchange,
                f"with STATIC_DIR set, a browser that opens {path} does not get {file}",
                f"200 and the text of {file}",
            )
        kept = exchange.response.headers.get("Cache-Control", "")
        if file == START_PAGE and _KEPT_LONG.search(kept):
            raise self._wrong(
                exchange,
                "browsers keep the start page, so that a new version of the page does not reach them",
                f"no Cache-Control that keeps {START_PAGE}: it names files that change",
            )
        return exchange

    def _file(self) -> None:
        exchange = self._page(f"/{SCRIPT}", SCRIPT)
        if "javascript" not in exchange.response.headers.get("Content-Type", ""):
            raise self._wrong(
                exchange, "a script is served with another media type", "text/javascript"
            )

    def _unknown_address(self) -> None:
        self._page("/no-such-page/7", START_PAGE)

    def _only_for_browsers(self) -> None:
        message = "with STATIC_DIR set, a program gets an answer for a file that is not there"
        self._missing("/no-such-file.js", "application/json", message)

    def _nothing_there(self) -> None:
        message = "without STATIC_DIR, a browser gets an answer for a page that is not there"
        self._missing("/no-such-page/7", HTML, message)

    def _missing(self, path: str, accept: str, message: str) -> None:
        exchange = self._get(path, {"Accept": accept})
        if exchange.response.status_code != 404:
            raise self._wrong(
                exchange, message, "404: the start page is for browsers, if there is one"
            )

    def _api_for_browsers(self, path: str) -> None:
        usual = self._get(path, {"Accept": "application/json"}).response.status_code
        exchange = self._get(path, {"Accept": HTML})
        if exchange.response.status_code != usual:
            raise self._wrong(
                exchange,
                f"without STATIC_DIR, a browser that opens {path} does not get the API's answer",
                f"status {usual}",
            )

    def _shared_address(self, path: str) -> None:
        exchange = self._page(path, START_PAGE)
        if "accept" not in exchange.response.headers.get("Vary", "").lower():
            raise self._wrong(
                exchange,
                f"the page and the API are both at {path}, and nothing says so to caches",
                "a header Vary that names Accept",
            )

    def _api_at_shared_address(self, path: str) -> None:
        exchange = self._get(path, {"Accept": "application/json"})
        if "html" in exchange.response.headers.get("Content-Type", ""):
            raise self._wrong(
                exchange, f"with STATIC_DIR set, the API at {path} answers with the page", "JSON"
            )

    def _preflight(self, origin: str) -> Exchange:
        headers = {"Origin": origin, "Access-Control-Request-Method": "POST"}
        return self._send("OPTIONS", self._shared or "/", headers)

    def _get(self, path: str, headers: dict[str, str] | None = None) -> Exchange:
        return self._send("GET", path, headers or {})

    def _send(self, method: str, path: str, headers: dict[str, str]) -> Exchange:
        step = HttpStep(method=method, path=path, headers=headers, expect=Expectation(status=[200]))
        exchange = self._runner.send(step)
        sent = "".join(f"{name}: {value}\n" for name, value in headers.items())
        return replace(exchange, evidence=sent + exchange.evidence)

    @staticmethod
    def _wrong(exchange: Exchange, message: str, expected: str) -> StepFailed:
        actual = f"status {exchange.response.status_code}"
        return StepFailed(message, expected, actual, exchange.evidence)
