"""``python -m bench.recorded SYSTEM FOLDER`` writes the recording of a system into a folder."""

from __future__ import annotations

import sys
from pathlib import Path

from bench.recorded.assembling import assemble

if __name__ == "__main__":
    assemble(sys.argv[1], Path(sys.argv[2]))
