"""The pages: lists, one call, one project, the forms that begin them."""
