"""The seal and its mechanisms: seccomp, the macOS sandbox, the guard, and the probe that tries the ways out."""
