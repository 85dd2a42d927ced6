// The list of parts of the LKE sheet closes when one is chosen.
// Keys of the LKE sheet: J to the next question, K to the one before. They work only here, never
// while a field has focus, and can be switched off (remembered on this device). Without this
// script the sheet is an ordinary page: Tab goes through it in order, the list of parts jumps.
"use strict";

(() => {
  document.querySelectorAll(".lke-lompat a").forEach((tautan) => {
    tautan.addEventListener("click", () => tautan.closest("details").removeAttribute("open"));
  });

  const KUNCI = "pantas:lke:pintasan";
  const lembar = document.querySelector("[data-lke]");
  const saklar = document.querySelector("[data-lke-pintasan]");
  if (!lembar || !saklar) return;

  let hidup = true;
  try {
    hidup = window.localStorage.getItem(KUNCI) !== "mati";
  } catch (galat) {
    console.warn("Pilihan pintasan tidak dapat dibaca:", galat);
  }

  const kata = saklar.querySelector("[data-kata]");
  const tombol = saklar.querySelector("button");
  const tunjukkan = () => {
    kata.textContent = hidup
      ? "Pintasan: J pertanyaan berikut, K sebelumnya."
      : "Pintasan J dan K dimatikan.";
    tombol.textContent = hidup ? "Matikan pintasan" : "Hidupkan pintasan";
  };
  tombol.addEventListener("click", () => {
    hidup = !hidup;
    try {
      window.localStorage.setItem(KUNCI, hidup ? "hidup" : "mati");
    } catch (galat) {
      console.warn("Pilihan pintasan tidak dapat disimpan:", galat);
    }
    tunjukkan();
  });
  saklar.hidden = false;
  tunjukkan();

  const mengisi = (unsur) =>
    unsur.isContentEditable ||
    unsur.matches("textarea, select, input:not([type=radio], [type=checkbox], [type=button])");

  // The question that has the focus, else the last one whose top is above the middle.
  const kini = (semua) => {
    const fokus = document.activeElement?.closest(".lke-q");
    if (fokus) return semua.indexOf(fokus);
    const tengah = window.innerHeight / 2;
    let letak = -1;
    semua.forEach((satu, n) => {
      if (satu.getBoundingClientRect().top < tengah) letak = n;
    });
    return letak;
  };

  document.addEventListener("keydown", (acara) => {
    if (!hidup || acara.defaultPrevented) return;
    if (acara.ctrlKey || acara.altKey || acara.metaKey || acara.shiftKey) return;
    const unsur = acara.target instanceof Element ? acara.target : document.body;
    const langkah = { j: 1, k: -1 }[acara.key.toLowerCase()];
    if (!langkah || mengisi(unsur)) return;
    const semua = Array.from(lembar.querySelectorAll(".lke-q"));
    const tujuan = semua[kini(semua) + langkah];
    if (!tujuan) return;
    acara.preventDefault();
    const judul = tujuan.querySelector("[tabindex]");
    judul.focus({ preventScroll: true });
    tujuan.scrollIntoView({ block: "start", behavior: "instant" });
  });
})();
