"""``/nop-so``: a clerk seals a class's packet in the browser and takes it along."""
