// Says how many requests are ticked, which ones, and what granting them would do. Works on
// <input data-centang="CODE" data-dokumen="N" form="ID"> and an element [data-centang-ringkas]
// inside that form; without it the page reads the same, only without the count.
"use strict";

(() => {
  const ringkas = document.querySelector("[data-centang-ringkas]");
  if (!ringkas) return;
  const kotak = Array.from(document.querySelectorAll("input[data-centang]"));

  const hitung = () => {
    const dipilih = kotak.filter((satu) => satu.checked);
    const dokumen = dipilih.reduce((n, satu) => n + Number(satu.dataset.dokumen), 0);
    ringkas.textContent = dipilih.length
      ? `${dipilih.length} ajuan dicentang (${dipilih.map((satu) => satu.dataset.centang).join(", ")}). ` +
        `Bila dikabulkan, ${dokumen} dokumen berubah status.`
      : "Belum ada ajuan yang dicentang.";
    ringkas.hidden = false;
  };

  kotak.forEach((satu) => satu.addEventListener("change", hitung));
  const semua = document.querySelector("[data-centang-semua]");
  if (semua && kotak.length > 1) {
    semua.hidden = false;
    semua.querySelector("button").addEventListener("click", () => {
      kotak.forEach((satu) => {
        satu.checked = true;
      });
      hitung();
    });
  }
  hitung();
})();
