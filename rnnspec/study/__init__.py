"""What a spec means: space, distributions, expressions, model, data, training, search."""
