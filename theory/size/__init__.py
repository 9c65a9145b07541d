"""The size of a disk: what a bias-free decoder must learn."""
