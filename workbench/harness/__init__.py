"""What gates share: servers under test, HTTP steps, accounts, stand-ins, the browser, the runner."""
