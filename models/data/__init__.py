"""From the collected text to the shards that training reads."""
