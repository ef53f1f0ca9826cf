"""Asking other people's servers: what they publish (GET), and telling them what they asked for (POST)."""
