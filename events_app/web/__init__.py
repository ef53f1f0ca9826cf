"""HTML for people: one module per noun, its static files beside it. No other door is imported here."""
