"""Qalam's layouts, a file each."""
