// Copies a one-time link: <button data-salin="#id-of-input" hidden>. The button is shown only
// when the browser can copy; the status line beside it (data-salin-status) says that it did, in
// the words of data-salin-berhasil and data-salin-gagal where it is no link.
"use strict";

(() => {
  const salin = async (sumber) => {
    const teks = sumber.value ?? sumber.textContent.trim();
    if (navigator.clipboard && window.isSecureContext) {
      await navigator.clipboard.writeText(teks);
      return true;
    }
    // plain http inside an office network: the older way, from a selected field
    if (typeof sumber.select !== "function") return false;
    sumber.select();
    return document.execCommand("copy");
  };

  document.querySelectorAll("[data-salin]").forEach((tombol) => {
    const sumber = document.querySelector(tombol.dataset.salin);
    if (!sumber) return;
    tombol.hidden = false;
    const status = tombol.parentElement.querySelector("[data-salin-status]");
    tombol.addEventListener("click", async () => {
      let berhasil = false;
      try {
        berhasil = await salin(sumber);
      } catch (galat) {
        console.warn("Tidak dapat menyalin:", galat);
      }
      if (!berhasil) sumber.select?.();
      if (status) {
        const kata = tombol.dataset;
        status.textContent = berhasil
          ? (kata.salinBerhasil ?? "Tautan tersalin.")
          : (kata.salinGagal ?? "Tidak dapat menyalin. Tautan sudah dipilih; tekan Ctrl+C.");
      }
    });
  });
})();
