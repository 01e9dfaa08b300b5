"""A page without a framework, at one origin with the reference server."""

from __future__ import annotations

from urllib.parse import urlsplit

import requests
from playwright.sync_api import Page, Route

from tests.support.reference_server import ReferenceServer
from workbench.plan.system import SystemPlan

ORIGIN = "http://server.test"
# `signIn(main, label, then)` shows the form, and calls `then` once its token is stored.
SIGN_IN_FORM = """
const signIn = (main, label, then) => {
  main.innerHTML = `<h1>SIGN_IN</h1><form><label>${label} <input name=email></label>
    <label>Password <input type=password name=password></label><button type=submit>SIGN_IN</button></form>`;
  main.querySelector("form").onsubmit = async (event) => {
    event.preventDefault();
    const body = JSON.stringify(Object.fromEntries(new FormData(event.target)));
    const answer = await fetch("/login", { method: "POST", body, headers: { "Content-Type": "application/json" } });
    localStorage.setItem("token", (await answer.json()).token);
    then();
  };
};
"""


def serve(page: Page, plan: SystemPlan, server: ReferenceServer, html: str) -> None:
    """Every document is the page; other requests go to the server.

    FORM, SIGN_OUT, SIGN_IN and SCHEME stand for the form's script and the texts of the plan's accounts.
    """
    assert plan.accounts is not None
    texts = {
        "FORM": SIGN_IN_FORM,
        "SIGN_OUT": plan.accounts.sign_out,
        "SIGN_IN": plan.accounts.sign_in,
        "SCHEME": plan.accounts.scheme,
    }
    for name, text in texts.items():
        html = html.replace(name, text)

    def answer(route: Route) -> None:
        request = route.request
        if request.resource_type == "document":
            route.fulfill(body=html, content_type="text/html")
            return
        if urlsplit(request.url).path == "/favicon.ico":
            route.fulfill(status=204)
            return
        sent = requests.Request(
            request.method, request.url, headers=request.headers, data=request.post_data
        )
        given = server.send(sent.prepare())
        route.fulfill(status=given.status_code, body=given.content, headers=dict(given.headers))

    page.route("**/*", answer)
