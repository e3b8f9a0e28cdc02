"""The staff's pages of cases."""
