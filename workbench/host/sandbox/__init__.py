"""What a process that runs or compiles generated code may see, change, reach and use up."""
