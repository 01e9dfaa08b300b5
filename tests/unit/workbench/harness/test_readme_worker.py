"""What must respond while a command of a README runs."""

from __future__ import annotations

from workbench.harness.readme.job import ReadmeJob
from workbench.harness.readme.worker import served_by

JOB = ReadmeJob(
    folder="x", sections=(), environment={}, api_port=8000, page_port=5173, api_path="/notes"
)


def test_a_command_may_serve_the_api_or_the_page() -> None:
    assert served_by(JOB, "make backend") == {
        "http://localhost:8000/notes": "application/json",
        "http://localhost:5173/": "text/html",
    }


def test_a_server_that_is_given_the_page_hands_it_out() -> None:
    """A folder that is not there leaves an API that responds, and no page."""
    served = served_by(JOB, "STATIC_DIR=frontend/dist bin/server")
    assert served == {"http://localhost:8000/": "text/html"}
