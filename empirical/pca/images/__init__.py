"""Images that vary in several ways."""
