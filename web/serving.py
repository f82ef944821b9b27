"""Read by gunicorn's first process before it forks, so that the code is loaded once.

A web process that dies is thereby replaced at once instead of after seconds of
loading, and all of them share the memory of the code. The application itself is
made in each: no connection to a database is open at a fork.
"""

from web import application

__all__ = ["application"]
