"""The explorer: one page without network whose latent codes move under the hand."""
