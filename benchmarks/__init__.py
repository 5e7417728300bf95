"""Side-by-side measurements. The product never imports this package."""
