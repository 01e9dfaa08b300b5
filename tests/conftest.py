"""What holds for every tier."""

from __future__ import annotations

from hypothesis import settings

pytest_plugins = ["tests.support.fixtures"]

# Other tests and toolchains share the cores: the time of one example says nothing.
settings.register_profile("stackwright", deadline=None)
settings.load_profile("stackwright")
