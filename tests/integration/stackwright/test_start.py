"""A command starts without libraries that it may not need."""

from __future__ import annotations

import subprocess
import sys


def test_a_start_does_not_wait_for_the_libraries_of_the_offline_model() -> None:
    script = (
        "import sys, stackwright.session; print(sorted({'lark', 'pluralizer'} & set(sys.modules)))"
    )
    found = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert found.stdout == "[]\n"
