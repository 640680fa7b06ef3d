"""Query to ranked hits: one ranked list a file, fused."""
