"""How one training is carried out, and what is asked of it."""
