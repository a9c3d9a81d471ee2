"""Human security: exemptions for aid, and how people live, in UNDP's seven dimensions."""
