"""From the text of a document, and the files beside it, to one bounded JSON value."""
