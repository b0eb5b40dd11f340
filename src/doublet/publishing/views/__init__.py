"""Pages of the model's review, and of a brand's deliveries."""
