"""Commands beside serving: each module one noun's; `cli` lists them."""
