"""Secrets: made, hashed and checked. What is kept of them, and for how long, is the domain's and storage's affair."""
