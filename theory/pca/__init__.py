"""What a PCA-like autoencoder must find, from mathematics alone."""
