"""What a person sees and says: the command line, the terminal app, and the assistant behind both.

From the top down: `cli` and `commands`, the terminal app (`tui`, fed by `tui_services`), the warm process
(`service`), the process that fetches models (`broker`), `runtime`, which opens a home, `service_client`, `output`,
and the `assistant`. At the bottom stand `sealing`, `home` and `text`. May import `index` and `models`.
"""
