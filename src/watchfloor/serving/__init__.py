"""The desk in a browser and over HTTP. Nothing else in the program knows of either."""
