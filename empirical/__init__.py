"""What trained networks do: data, models, training and probes."""
