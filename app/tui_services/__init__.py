"""What the terminal app asks for, done with a Runtime: fits the contract in `app.tui.services`.

May import `runtime` and below, and the types of that contract.
"""
