"""What a spec means: space, laws, expressions, model, data, training, search."""
