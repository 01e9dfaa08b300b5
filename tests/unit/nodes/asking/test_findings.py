"""Which files a debugger sees: those that the findings point to come first."""

from __future__ import annotations

from nodes.asking.findings import components_of, files_for
from tests.support.desk import desk
from workbench.progress.results import Finding

HTTPAPI = "backend/internal/infrastructure/httpapi"
FILES = {
    f"{HTTPAPI}/middleware.go": b"package httpapi\n" + b"// far away\n",
    f"{HTTPAPI}/open_operations.go": b"func (h *handler) solveTicket(w http.ResponseWriter) {}\n",
    f"{HTTPAPI}/open_operations_test.go": b"func x() { h. solveTicket() }\n",
    "backend/internal/application/a_service.go": b"package application\n",
}


def test_the_handler_of_a_request_that_failed_is_shown_before_all_that_is_near() -> None:
    finding = Finding(
        gate="backend.tests",
        message="POST /tickets/{{id}}/solve: status 400, want one of [200]",
        component="backend",
    )
    shown = files_for([finding], FILES, desk())
    assert next(iter(shown)) == f"{HTTPAPI}/open_operations.go"


def test_a_finding_that_names_no_request_points_to_no_handler() -> None:
    finding = Finding(gate="backend.tests", message="a test fails", component="backend")
    shown = files_for([finding], FILES, desk())
    assert next(iter(shown)) != f"{HTTPAPI}/open_operations.go"


def test_a_finding_is_about_its_component_or_else_about_both() -> None:
    assert components_of(Finding(gate="g", message="m", component="frontend")) == {"frontend"}
    assert components_of(Finding(gate="g", message="m")) == {"backend", "frontend"}
