"""The networks of PCA-like autoencoders and of generators."""
