"""What a paper says of how its data were made, told from the rows themselves."""
