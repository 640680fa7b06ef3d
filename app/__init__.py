"""What a person sees and says: the command line, the terminal app and the assistant behind both."""
