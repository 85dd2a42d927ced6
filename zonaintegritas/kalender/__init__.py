"""Calendar subscriptions: secret addresses, and the feed behind them."""
