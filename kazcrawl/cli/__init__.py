"""What every command shares: settings read, the data folder opened, failures told in one line."""
