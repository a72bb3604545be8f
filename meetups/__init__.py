"""From asking to thanking: invitations, meetings, proof."""
