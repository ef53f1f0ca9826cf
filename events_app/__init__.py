"""Event manager of a trade-promotion authority: the version, nothing else."""

__version__ = "0.1.0"
