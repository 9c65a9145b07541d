"""Claims on the PCA-like autoencoder."""
