"""Common things and systems, with the fields that they have where a request names none."""
