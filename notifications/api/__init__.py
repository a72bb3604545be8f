"""Events by polling, and the document of the socket."""
