"""The warm process: it holds the models and the open index, and serves the owner's commands over a private Unix socket."""
