"""What experiments would return if the predictions were exact, for every claim."""
