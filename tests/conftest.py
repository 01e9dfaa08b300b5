"""What holds for every tier."""

from __future__ import annotations

from hypothesis import settings

pytest_plugins = ["tests.support.fixtures"]

# Other tests and toolchains share the cores: the time of one example says nothing. The examples are
# the same each time, so that a run can be repeated; new ones are drawn with --hypothesis-seed.
settings.register_profile("stackwright", deadline=None, derandomize=True)
settings.load_profile("stackwright")
