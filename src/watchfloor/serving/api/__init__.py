"""/api/v1: the same objects as on the screens and in the commands, as JSON, with a description in OpenAPI."""
