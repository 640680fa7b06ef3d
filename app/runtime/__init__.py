"""A home at work: its settings turned into an open index, loaded models and an assistant.

The one place where these meet. Each file adds one thing to the state in `state.py`: the index and its key, the
models, the warm process, taking in; `runtime.py` is the whole. May import `service_client`, the assistant, `home`,
`index` and `models`.
"""
