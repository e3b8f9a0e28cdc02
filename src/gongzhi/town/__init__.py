"""The town: the nouns that all rooms share."""
