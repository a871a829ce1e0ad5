"""Disk: files that appear whole, locks that die with their process, the named steps of both."""
