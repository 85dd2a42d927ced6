"""What the screens of imports show, read once and ready for a template."""
