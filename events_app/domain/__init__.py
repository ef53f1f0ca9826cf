"""The rules of the field: frozen values and pure functions, the standard library only."""
