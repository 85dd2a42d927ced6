"""The LKE (Lembar Kerja Evaluasi) of a Zona Integritas: instruments as data, scores, simulation.

`instrumen` has the shapes, `baca` reads them from JSON, `periksa` says what is wrong with one,
`nilai` computes a sheet, `jabaran` tells how, `simulasi` proposes the way to a predikat. Pure
functions over frozen dataclasses: no database.
"""
