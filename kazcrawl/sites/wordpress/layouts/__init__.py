"""Themes, a file each."""
