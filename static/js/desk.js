// Keys of the verification desk: S approve, K return, B next, M back, 1 to 6 a grade.
// They work only here, never while a field has focus, and can be switched off. Without this
// script the desk is an ordinary form with the same buttons and links.
"use strict";

(() => {
  const KUNCI = "pantas:pintasan";
  const form = document.querySelector("form[data-pintasan-meja]");

  // --- on or off, remembered on this device --------------------------------------------------
  const baca = () => {
    try {
      return window.localStorage.getItem(KUNCI) !== "mati";
    } catch {
      return true; // the browser forbids the store: keys work, the choice is not remembered
    }
  };
  const simpan = (hidup) => {
    try {
      window.localStorage.setItem(KUNCI, hidup ? "hidup" : "mati");
    } catch (galat) {
      console.warn("Pilihan pintasan tidak dapat disimpan:", galat);
    }
  };

  let hidup = baca();
  const keterangan = document.querySelector("[data-pintasan-keterangan]");
  const saklar = document.querySelector("[data-pintasan-saklar]");
  const daftar = document.querySelector("[data-pintasan-hidup]");

  const tampilkan = () => {
    if (keterangan) keterangan.hidden = false;
    if (daftar) daftar.hidden = !hidup;
    if (!saklar) return;
    saklar.textContent = hidup ? "Matikan pintasan" : "Hidupkan pintasan";
    saklar.setAttribute("aria-pressed", String(hidup));
  };
  saklar?.addEventListener("click", () => {
    hidup = !hidup;
    simpan(hidup);
    tampilkan();
  });
  tampilkan();

  // --- keys ------------------------------------------------------------------------------------
  const mengisi = (unsur) =>
    unsur.isContentEditable ||
    unsur.matches("textarea, select, input:not([type=radio], [type=checkbox], [type=button])");

  document.addEventListener("keydown", (acara) => {
    if (!hidup || acara.defaultPrevented || acara.repeat) return;
    if (acara.ctrlKey || acara.altKey || acara.metaKey || acara.shiftKey) return;
    if (acara.target instanceof Element && mengisi(acara.target)) return;
    const tombol = acara.key.toLowerCase();
    if (/^[1-9]$/.test(tombol)) {
      const nilai = form?.querySelectorAll('input[name="nilai"]')[Number(tombol) - 1];
      if (!nilai) return;
      acara.preventDefault();
      nilai.click();
      nilai.focus();
      return;
    }
    if (!/^[skbm]$/.test(tombol)) return;
    const tujuan = document.querySelector(`[data-pintasan="${tombol}"]`);
    if (!tujuan) return;
    acara.preventDefault();
    tujuan.click();
  });

  // --- the gap to the claim, said while choosing ------------------------------------------------
  const selisih = form?.querySelector("[data-selisih]");
  const hitung = () => {
    const pilihan = form.querySelector('input[name="nilai"]:checked');
    const beda = pilihan && form.dataset.klaim !== "" ? Number(form.dataset.klaim) - Number(pilihan.value) : 0;
    selisih.hidden = beda <= 0;
    selisih.textContent = beda > 0 ? `${beda} di bawah klaim. Catatan wajib diisi.` : "";
  };
  if (selisih) {
    form.addEventListener("change", hitung);
    hitung();
  }
})();
