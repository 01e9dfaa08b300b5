"""What the offline model needs is loaded when it is asked, and not at every start."""

from __future__ import annotations

import subprocess
import sys


def test_a_start_does_not_wait_for_the_libraries() -> None:
    script = (
        "import sys, stackwright.session; print(sorted({'lark', 'pluralizer'} & set(sys.modules)))"
    )
    found = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert found.stdout == "[]\n"
