"""How people live: published figures with their vintage, and readers of the files they come in."""
