"""What Python/generate.py writes, one module for each kind of source."""
