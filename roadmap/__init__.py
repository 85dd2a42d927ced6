"""Road Map Reformasi Birokrasi. Empty until its plan is loaded; not an installed app yet."""
