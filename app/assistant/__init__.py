"""A request understood, answered and checked: the logic that the command line and the terminal app share.

`assistant.py` is the front door. Below it stand `answering` and `summarizing`, then `question` (what was asked) and
`grounding` (evidence, and the check of what a model wrote), then `text` (words, facts and times read out of any text)
and `languages`. May import `index`, `models` and `app.text`.
"""
