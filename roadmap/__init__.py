"""Road Map Reformasi Birokrasi: targets, budgets, realisasi, monitoring and evaluation."""
