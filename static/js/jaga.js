// Lembar Unggah JAGA: copies the value or the narrative of a line. A button
// (data-salin="id of the read-only field") is shown only where this script runs; the status
// beside it says how it went. Without the script the text is selected and copied by hand.
"use strict";

(() => {
  const salin = async (medan) => {
    if (navigator.clipboard && window.isSecureContext) {
      await navigator.clipboard.writeText(medan.value);
      return true;
    }
    // plain http inside an office network: the older way, from the selected field
    medan.select();
    return document.execCommand("copy");
  };

  document.querySelectorAll("[data-salin]").forEach((tombol) => {
    const medan = document.getElementById(tombol.dataset.salin);
    const status = tombol.parentElement.querySelector("[role=status]");
    tombol.hidden = false;
    tombol.addEventListener("click", async () => {
      let berhasil = false;
      try {
        berhasil = await salin(medan);
      } catch (galat) {
        console.warn("Tidak dapat menyalin:", galat);
      }
      if (berhasil) {
        tombol.focus();
      } else {
        medan.select();
      }
      status.textContent = berhasil ? "Tersalin" : "Teks sudah dipilih; tekan Ctrl+C.";
    });
  });
})();
