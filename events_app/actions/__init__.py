"""Every change to the world: load, decide, save, in one transaction each."""
