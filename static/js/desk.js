// Keys of the verification desk: S approve, K return, B next, M back, 1 to 9 a grade, L the page
// images, Esc out of a field. They work only here, never while a field has focus, and can be
// switched off (#pintasan, remembered by the server). Without this script the desk is an ordinary
// form with the same buttons and links.
"use strict";

(() => {
  document.documentElement.classList.add("pn-js");
  const form = document.querySelector("form[data-pintasan-meja]");
  const hidup = () => document.querySelector('[data-meja-pintasan="hidup"]') !== null;

  // --- what a decision still lacks ---------------------------------------------------------------
  const kata = form?.querySelector("[data-pintasan-kata]");
  const nilai = () => form.querySelector('input[name="nilai"]:checked');
  const beda = () => {
    const pilihan = nilai();
    const klaim = form.dataset.klaim;
    return pilihan && klaim !== "" ? Number(klaim) - Number(pilihan.value) : 0;
  };
  const minta = (unsur, pesan) => {
    if (kata) kata.textContent = pesan;
    unsur.focus();
    return true;
  };

  // Leads to the first thing that is missing; true when there was one. The server checks it all.
  const kurang = (tombol) => {
    if (!form) return false;
    const { alasan, catatan } = form.elements;
    const pertama = form.querySelector('input[name="nilai"]');
    if (tombol === "s") {
      if (pertama && !nilai()) return minta(pertama, "Pilih nilai terverifikasi dahulu.");
      if (beda() > 0 && !catatan.value.trim()) {
        return minta(catatan, `${beda()} di bawah klaim. Tulis catatan dahulu.`);
      }
    }
    if (tombol === "k") {
      if (!alasan.value) return minta(alasan, "Pilih alasan perbaikan dahulu.");
      if (!catatan.value.trim()) return minta(catatan, "Tulis catatan untuk unit dahulu.");
    }
    return false;
  };

  // --- keys ------------------------------------------------------------------------------------
  const mengisi = (unsur) =>
    unsur.isContentEditable ||
    unsur.matches("textarea, select, input:not([type=radio], [type=checkbox], [type=button])");

  const lembarBerikut = () => {
    const lembar = Array.from(document.querySelectorAll(".pn-viewer .pn-page, .pn-viewer > a"));
    if (!lembar.length) return;
    const kini = lembar.indexOf(document.activeElement);
    const tujuan = lembar[(kini + 1) % lembar.length];
    tujuan.scrollIntoView({ block: "center" });
    tujuan.focus();
  };

  document.addEventListener("keydown", (acara) => {
    if (!hidup() || acara.defaultPrevented || acara.repeat) return;
    if (acara.ctrlKey || acara.altKey || acara.metaKey || acara.shiftKey) return;
    const unsur = acara.target instanceof Element ? acara.target : document.body;
    if (acara.key === "Escape" && mengisi(unsur)) {
      document.getElementById("h-putusan")?.focus();
      return;
    }
    if (mengisi(unsur)) return;
    // Enter on a grade or a tick would press the first button: a decision needs its own key.
    if (acara.key === "Enter" && form && unsur.form === form && unsur.matches("input")) {
      acara.preventDefault();
      return;
    }
    const tombol = acara.key.toLowerCase();
    if (/^[1-9]$/.test(tombol)) {
      const pilihan = form?.querySelectorAll('input[name="nilai"]')[Number(tombol) - 1];
      if (!pilihan) return;
      acara.preventDefault();
      pilihan.click();
      pilihan.focus();
      return;
    }
    if (tombol === "l") {
      acara.preventDefault();
      lembarBerikut();
      return;
    }
    if (!/^[skbm]$/.test(tombol)) return;
    const tujuan = document.querySelector(`[data-pintasan="${tombol}"]`);
    if (!tujuan) return;
    acara.preventDefault();
    if (!kurang(tombol)) tujuan.click();
  });

  // --- the gap to the claim, said while choosing ------------------------------------------------
  const selisih = form?.querySelector("[data-selisih]");
  const hitung = () => {
    const n = beda();
    selisih.hidden = n <= 0;
    selisih.textContent = n > 0 ? `${n} di bawah klaim. Catatan wajib diisi.` : "";
  };
  if (selisih) {
    form.addEventListener("change", hitung);
    hitung();
  }

  // --- a task fell into the middle of the list of neighbours: show it there ------------------------
  const daftar = document.querySelector(".pn-queue");
  const kini = daftar?.querySelector("a[aria-current]");
  if (kini && daftar.scrollHeight > daftar.clientHeight) {
    daftar.scrollTop = Math.max(0, kini.offsetTop - daftar.offsetTop - daftar.clientHeight / 3);
  }
})();
