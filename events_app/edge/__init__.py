"""What all doors share: who asks and in which language, how errors are said, what is fresh, what is too much."""
