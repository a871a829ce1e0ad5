"""The agency's own layouts, a generation a file."""
