"""The pages of enforcement: files, powers, squads."""
