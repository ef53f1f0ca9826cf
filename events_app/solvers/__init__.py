"""Optimisers behind matching: arrays in, arrays out. OR-Tools is imported only here."""
