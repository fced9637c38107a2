"""Facts become judgement: what is said about which issue, where it turned, what is due."""
