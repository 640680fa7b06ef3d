"""The mechanisms behind `app.seal`: seccomp, the macOS sandbox, the guard, and the probe that tries the ways out."""
