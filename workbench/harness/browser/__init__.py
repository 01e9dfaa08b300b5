"""What drives the real page: run as a process of its own, so that it can be ended as a whole."""
