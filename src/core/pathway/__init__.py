"""Ways forward: whom they are for, who provides them, what to do today."""
