"""What several claims on position share."""
