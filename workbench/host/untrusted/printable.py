"""Texts that we did not write, for a terminal: control characters are shown, never obeyed.

ESC begins orders to the terminal (a title, the clipboard, colours that hide a line), and the marks of
writing direction show a line in another order than it has.
"""

from __future__ import annotations

_KEPT = "\n\t"
_CONTROLS = (*range(0x20), *range(0x7F, 0xA0))
_DIRECTIONS = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_BREAKS = (0x2028, 0x2029)
_SHOWN = {
    code: f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
    for code in (*_CONTROLS, *_DIRECTIONS, *_BREAKS)
    if chr(code) not in _KEPT
}


def visible(text: str) -> str:
    """The text with an escape (``\\x1b``) in the place of each control character but line end and tab."""
    return text.translate(_SHOWN)
