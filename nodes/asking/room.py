"""How much material still fits into a prompt."""

from __future__ import annotations

from workbench.llm.endpoint import estimate_tokens


class Room:
    """What is left of a number of tokens."""

    def __init__(self, tokens: int) -> None:
        self._left = tokens

    def fits(self, text: str) -> bool:
        """True if the text can still be taken."""
        return estimate_tokens(text) <= self._left

    def takes(self, text: str) -> bool:
        """True if the text fits; its tokens are used up then."""
        if not self.fits(text):
            return False
        self._left -= estimate_tokens(text)
        return True
