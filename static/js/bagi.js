// Says how many tasks are ticked and ticks all of a page. Works on <input data-bagi> and the
// form #bagi; without this script ticks and buttons work as they are.
"use strict";

(() => {
  const ringkas = document.querySelector("[data-bagi-ringkas]");
  const semua = document.querySelector("[data-bagi-semua]");
  const kotak = Array.from(document.querySelectorAll("input[data-bagi]"));
  if (!ringkas || !semua || !kotak.length) return;

  const hitung = () => {
    const n = kotak.filter((satu) => satu.checked).length;
    ringkas.textContent = n ? `${n} tugas dicentang` : "Belum ada tugas yang dicentang";
    semua.textContent = n === kotak.length ? "Hapus semua centang" : "Centang semua di halaman ini";
  };

  kotak.forEach((satu) => satu.addEventListener("change", hitung));
  semua.addEventListener("click", () => {
    const penuh = kotak.every((satu) => satu.checked);
    kotak.forEach((satu) => {
      satu.checked = !penuh;
    });
    hitung();
  });
  ringkas.hidden = semua.hidden = false;
  hitung();
})();
