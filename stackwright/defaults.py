"""Defaults of the options: the environment wins over `.env`, and `.env` over `stackwright.toml`."""

from __future__ import annotations

import os
import tomllib
from typing import Any

from pydantic import ValidationError
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from graph.context import BuildOptions
from workbench.errors import InputError
from workbench.host.untrusted.files import read_users_file

FILE = "stackwright.toml"
ENV_FILE = ".env"


# Not among the defaults: they belong to one build.
NOT_DEFAULTED = frozenset({"out", "replace", "record", "replay", "openapi", "plan"})


class Defaults(BuildOptions, BaseSettings):
    """STACKWRIGHT_MODEL, STACKWRIGHT_BUDGET_USD, …, or the same names in lower case in the file."""

    model_config = SettingsConfigDict(
        env_prefix="STACKWRIGHT_", env_file=ENV_FILE, env_ignore_empty=True, extra="ignore"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (env_settings, dotenv_settings, InitSettingsSource(settings_cls, _from_file()))


def options_with_defaults(given: dict[str, Any]) -> dict[str, Any]:
    """What was given on the command line over the defaults; None counts as not given.

    Raises `StackwrightError` for a file or a variable that cannot be read.
    """
    try:
        defaults = Defaults().model_dump(exclude_unset=True, exclude=set(NOT_DEFAULTED))
    except UnicodeDecodeError as error:  # before ValidationError, which is a ValueError as well
        raise InputError(
            f"{ENV_FILE} is not UTF-8 text; convert it, for example with iconv"
        ) from error
    except OSError as error:
        raise InputError(f"{ENV_FILE} cannot be read: {error.strerror}") from error
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        where = f"{name} in {FILE} or STACKWRIGHT_{name.upper()}"
        raise InputError(f"{where}: {first['msg']}") from error
    return defaults | {name: value for name, value in given.items() if value is not None}


def _from_file() -> dict[str, Any]:
    if not os.path.lexists(FILE):
        return {}
    try:
        found = tomllib.loads(read_users_file(FILE, "the file").decode())
    except UnicodeDecodeError as error:
        raise InputError(f"{FILE} is not UTF-8 text; convert it, for example with iconv") from error
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{FILE}: {error}") from error
    allowed = [name for name in Defaults.model_fields if name not in NOT_DEFAULTED]
    unknown = sorted(set(found) - set(allowed))
    if unknown:
        known = ", ".join(allowed)
        raise InputError(f"{FILE}: unknown name {unknown[0]}; known are {known}")
    return found
