"""JSON under /api/v1: the same nouns as the pages, for programs. The models here are the public contract."""
