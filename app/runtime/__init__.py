"""A home at work: its settings turned into an open index, loaded models and an assistant.

The one place where these meet. May import `service_client`, the assistant, `home`, `index` and `models`.
"""
