"""What a server does with its environment variables."""
