"""Pages under /town/: the nouns all rooms share, put together from several of the town's rooms."""
