"""How each interface language writes: words, dates, numbers, names and order. What to say is decided above."""
