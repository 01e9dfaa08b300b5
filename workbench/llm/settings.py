"""The endpoint that the environment, or a `.env` file in the current folder, names."""

from __future__ import annotations

from pathlib import Path

from pydantic import SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from workbench.errors import InputError

ENV_FILE = ".env"


class Endpoint(BaseSettings):
    """OPENAI_API_KEY, OPENAI_BASE_URL and OPENAI_MODEL; the environment wins over `.env`.

    `configured_endpoint` makes it: it names what is wrong with the file.
    """

    model_config = SettingsConfigDict(
        env_prefix="OPENAI_", env_file=ENV_FILE, env_ignore_empty=True, extra="ignore"
    )

    api_key: SecretStr | None = None
    base_url: str = ""
    model: str = ""

    @property
    def is_configured(self) -> bool:
        """True if there is a key or a base URL."""
        return self.api_key is not None or bool(self.base_url)


def configured_endpoint() -> Endpoint:
    """The endpoint, if one is configured. Does blocking I/O. Raises `InputError` naming `.env`."""
    check_env_file()
    try:
        return Endpoint()
    except ValidationError as error:
        name = f"OPENAI_{str(error.errors()[0]['loc'][0]).upper()}"
        raise InputError(f"{name}: it is not UTF-8 text") from error


def check_env_file() -> None:
    """Raises `InputError` if `.env` is no file that can be read. Does blocking I/O.

    A folder of that name is none of ours, and a device has no settings: both are left out. Reading a
    named pipe would wait for whoever writes it.
    """
    path = Path(ENV_FILE)
    try:
        if path.is_fifo():
            raise InputError(
                f"{ENV_FILE} is a named pipe; put the settings into a file, or into the environment"
            )
        if path.is_file():
            path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{ENV_FILE} is not UTF-8 text; convert it, for example with iconv"
        ) from error
    except OSError as error:
        raise InputError(f"{ENV_FILE} cannot be read: {error.strerror}") from error
