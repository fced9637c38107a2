// Moving and zooming the map by hand; without it the links beside the map do the same.
