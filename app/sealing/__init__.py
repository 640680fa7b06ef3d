"""The mechanisms behind `app.sealing.seal`: seccomp, the macOS sandbox, the guard, and the probe that tries the ways out."""
