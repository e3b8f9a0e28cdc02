"""The user guide under /help/: a tour for each role and a few topics, in Markdown, Chinese first and English complete.

Open to everybody; nobody is asked to sign in and nothing is kept of who read what.
"""
