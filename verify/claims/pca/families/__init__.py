"""What several claims on PCA-like codes share."""
