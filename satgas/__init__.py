"""The Governor's decree: members, rincian tugas, source notes."""
