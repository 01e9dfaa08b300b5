"""What tests share: plans, systems, a scripted model endpoint, the command line."""
