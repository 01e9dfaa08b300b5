"""Random walks: requests against a running server and the reference side by side."""
