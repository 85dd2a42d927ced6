"""Lembar Unggah JAGA: what is carried into JAGA by hand, in the order of its form."""
