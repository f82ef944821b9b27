"""HTTP and HTML over the engine; asks it, decides nothing.

Importing this package loads no room: a command of ``web.cli`` must work when a page is broken.
"""
