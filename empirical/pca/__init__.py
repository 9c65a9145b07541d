"""PCA-like autoencoders: codes in order, each new one uncorrelated."""
