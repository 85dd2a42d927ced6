"""The page that leads from indikator to questions."""
