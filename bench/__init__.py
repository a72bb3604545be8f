"""What Kairos reaches, side by side with peers and floors measured in the same run. Never a timed test."""
