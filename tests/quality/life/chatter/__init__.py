"""What people write all day that tells nothing: exchanges with slots, a module a language."""
