"""What a screen or a command asks of a desk: answers as frozen values, and their JSON form."""
