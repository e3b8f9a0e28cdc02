"""The pages of mandates: the duty list, versioned lists and their items, responsibility letters, offices."""
