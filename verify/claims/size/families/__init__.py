"""What several claims on size share."""
