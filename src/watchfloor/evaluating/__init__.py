"""How well a coder reads, against records that people coded."""
