"""Common things and systems, with the fields that they have if a request names none."""
