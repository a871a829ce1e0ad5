"""What is printed where, and no password in any of it."""
