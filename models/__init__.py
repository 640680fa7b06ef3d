"""What thinks: language-model engines, the embedder, and the catalogue that fetches them."""
