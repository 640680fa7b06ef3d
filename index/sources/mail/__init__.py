"""Mail in all its containers: messages, their text without quotes, what is attached.

May import `documents`, `parsing` and `base`.
"""
