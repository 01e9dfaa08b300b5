"""The answers of servers under test, received within bounds of bytes and seconds."""
