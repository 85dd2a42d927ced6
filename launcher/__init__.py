"""The portal command: environment, servers, supervision. Standard library only."""
