"""A release's data made into a study again, in an instance that holds nothing yet."""
