// Makes the month plan quick: <form data-jadwal> with tables [role=grid] of checkboxes, one row
// per <tr data-baris>. Arrows move, Space ticks, Shift+arrow carries the state on, C copies the
// months of a row, V puts them into another, Ctrl+Z takes back, Enter opens the task of the
// month, G the form that shifts it; a mouse ticks by dragging. Nothing is sent before Simpan.
//
// What the server has stands in data-awal of each row ("3,6,9") and of each select; a proposal
// of the source in data-usulan and data-bentuk of its checkbox.
"use strict";

(() => {
  let salinan = null; // months copied with C: {kode, bulan}

  const angka = (teks) => new Set((teks || "").split(",").filter(Boolean));
  const sel = (baris) => Array.from(baris.querySelectorAll(".zi-m > input[type=checkbox]"));

  const siapkan = (form) => {
    const ringkas = form.querySelector("[data-jadwal-ringkas]");
    const kabar = form.querySelector("[data-jadwal-kabar]");
    const tabel = form.querySelector("[role=grid]");
    const barisBaris = Array.from(tabel.querySelectorAll("tr[data-baris]"));
    const riwayat = []; // groups of [input, state before]

    form.querySelector("[data-jadwal-cara]").hidden = false;

    const beri = (teks) => {
      kabar.textContent = teks;
    };

    // --- what is not saved yet --------------------------------------------------------------
    const hitung = () => {
      let banyak = 0;
      for (const baris of barisBaris) {
        const awal = angka(baris.dataset.awal);
        for (const satu of sel(baris)) {
          const beda = satu.checked !== awal.has(satu.value);
          satu.parentElement.classList.toggle("zi-ubah", beda);
          banyak += beda;
        }
        for (const pilihan of baris.querySelectorAll("select[data-awal]")) {
          banyak += pilihan.value !== pilihan.dataset.awal;
        }
        banyak += baris.querySelectorAll("input[data-usulan]:checked").length;
      }
      ringkas.textContent = banyak
        ? `${banyak} perubahan belum disimpan.`
        : "Belum ada perubahan.";
    };

    const ubah = (daftar, catat = true) => {
      const sebelum = [];
      for (const [satu, ke] of daftar) {
        if (satu.checked === ke) continue;
        sebelum.push([satu, satu.checked]);
        satu.checked = ke;
      }
      if (sebelum.length && catat) riwayat.push(sebelum);
      if (sebelum.length) form.dispatchEvent(new Event("change", { bubbles: true }));
      return sebelum.length;
    };

    const batalkan = () => {
      const kelompok = riwayat.pop();
      if (!kelompok) {
        beri("Tidak ada yang dapat dibatalkan.");
        return;
      }
      ubah(kelompok, false);
      beri(`Dibatalkan, ${kelompok.length} bulan kembali seperti sebelumnya.`);
    };

    // --- moving: one cell of the grid is in the tab order ---------------------------------------
    const semua = barisBaris.flatMap(sel);
    let kini = semua[0];
    for (const satu of semua) satu.tabIndex = satu === kini ? 0 : -1;
    for (const tautan of tabel.querySelectorAll(".zi-m > a")) tautan.tabIndex = -1;

    const jadiKini = (satu) => {
      kini.tabIndex = -1;
      kini = satu;
      kini.tabIndex = 0;
    };

    const tetangga = (satu, tombol) => {
      const baris = satu.closest("tr");
      const kolom = sel(baris).indexOf(satu);
      const nomor = barisBaris.indexOf(baris);
      const di = (r, k) => sel(barisBaris[r] ?? baris)[k] ?? satu;
      if (tombol === "ArrowLeft") return di(nomor, Math.max(0, kolom - 1));
      if (tombol === "ArrowRight") return di(nomor, kolom + 1);
      if (tombol === "ArrowUp") return di(nomor - 1, kolom);
      if (tombol === "ArrowDown") return di(nomor + 1, kolom);
      if (tombol === "Home") return di(nomor, 0);
      return di(nomor, 11);
    };

    const salin = (baris) => {
      salinan = {
        kode: baris.dataset.kode,
        bulan: sel(baris).filter((s) => s.checked).map((s) => s.value),
      };
      beri(`Pola ${salinan.kode} disalin, ${salinan.bulan.length} bulan. Tekan V pada baris lain.`);
    };

    const tempel = (baris) => {
      if (!salinan) {
        beri("Belum ada pola yang disalin. Tekan C pada baris yang ingin disalin.");
        return;
      }
      ubah(sel(baris).map((s) => [s, salinan.bulan.includes(s.value)]));
      beri(`Pola ${salinan.kode} dipakai pada ${baris.dataset.kode}.`);
    };

    const gerak = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"]);
    tabel.addEventListener("keydown", (peristiwa) => {
      const satu = peristiwa.target;
      if (!satu.matches(".zi-m > input")) return;
      const { key, ctrlKey, metaKey, altKey, shiftKey } = peristiwa;
      const perintah = ctrlKey || metaKey;
      const baris = satu.closest("tr");
      if (gerak.has(key) && !altKey && !metaKey) {
        let tuju = tetangga(satu, key);
        if (ctrlKey && key === "Home") tuju = semua[0];
        else if (ctrlKey && key === "End") tuju = semua[semua.length - 1];
        else if (ctrlKey) return;
        if (shiftKey && key.startsWith("Arrow") && tuju !== satu) ubah([[tuju, satu.checked]]);
        tuju.focus();
      } else if (key === "Enter" && !perintah) {
        const tautan = satu.parentElement.querySelector("a");
        if (tautan) tautan.click();
        else beri("Belum ada tugas pada bulan ini.");
      } else if (perintah && key.toLowerCase() === "z" && !shiftKey) {
        batalkan();
      } else if (!perintah && !altKey && key.toLowerCase() === "c") {
        salin(baris);
      } else if (!perintah && !altKey && key.toLowerCase() === "v") {
        tempel(baris);
      } else if (!perintah && !altKey && key.toLowerCase() === "g") {
        const geser = baris.querySelector("a[data-geser]");
        if (geser) {
          const alamat = new URL(geser.href);
          alamat.searchParams.set("dari", satu.value);
          window.location.assign(alamat);
        } else beri("Baris ini belum mempunyai bulan yang dapat digeser.");
      } else return;
      peristiwa.preventDefault();
    });
    tabel.addEventListener("focusin", (peristiwa) => {
      if (peristiwa.target.matches(".zi-m > input")) jadiKini(peristiwa.target);
    });

    // --- pointer: a tick goes on over the cells that a mouse drags across -------------------------
    let tarik = null; // {ke, mulai, bergerak, sebelum}
    tabel.addEventListener("pointerdown", (peristiwa) => {
      const kotak = peristiwa.target.closest("td.zi-m")?.querySelector("input");
      if (!kotak || peristiwa.button !== 0 || peristiwa.pointerType === "touch") return;
      if (peristiwa.target.closest("a")) return;
      tarik = { ke: !kotak.checked, mulai: kotak, bergerak: false, sebelum: [] };
    });
    tabel.addEventListener("pointerover", (peristiwa) => {
      if (!tarik) return;
      const kotak = peristiwa.target.closest("td.zi-m")?.querySelector("input");
      if (!kotak || (!tarik.bergerak && kotak === tarik.mulai)) return;
      const kena = tarik.bergerak ? [kotak] : [tarik.mulai, kotak];
      tarik.bergerak = true;
      for (const satu of kena) {
        if (satu.checked === tarik.ke) continue;
        tarik.sebelum.push([satu, satu.checked]);
        satu.checked = tarik.ke;
      }
      hitung();
    });
    const lepas = () => {
      if (!tarik?.bergerak) {
        tarik = null;
        return;
      }
      if (tarik.sebelum.length) riwayat.push(tarik.sebelum);
      form.dispatchEvent(new Event("change", { bubbles: true }));
      // the click that may follow on the first cell would undo it
      setTimeout(() => {
        tarik = null;
      });
    };
    window.addEventListener("pointerup", lepas);
    window.addEventListener("pointercancel", lepas);
    tabel.addEventListener("dragstart", (peristiwa) => {
      if (tarik) peristiwa.preventDefault();
    });
    tabel.addEventListener("click", (peristiwa) => {
      const { target } = peristiwa;
      if (tarik?.bergerak) peristiwa.preventDefault();
      else if (target.matches("td.zi-m")) target.querySelector("input")?.click();
    });

    // --- proposals and changes of single fields ---------------------------------------------------
    const pakaiUsulan = (centang) => {
      const baris = centang.closest("tr");
      const bulan = angka(centang.checked ? centang.dataset.usulan : baris.dataset.awal);
      const pilihan = baris.querySelector("select[data-awal]");
      if (pilihan) pilihan.value = centang.checked ? centang.dataset.bentuk : pilihan.dataset.awal;
      ubah(sel(baris).map((s) => [s, bulan.has(s.value)]));
      beri(
        centang.checked
          ? `Usulan dipakai pada ${baris.dataset.kode}, ${bulan.size} bulan. Belum disimpan.`
          : `Usulan pada ${baris.dataset.kode} tidak jadi dipakai.`,
      );
    };

    form.addEventListener("change", (peristiwa) => {
      const { target } = peristiwa;
      if (target.matches?.(".zi-m > input")) riwayat.push([[target, !target.checked]]);
      else if (target.matches?.("input[data-usulan]")) pakaiUsulan(target);
      hitung();
    });
    hitung();
  };

  document.querySelectorAll("form[data-jadwal]").forEach(siapkan);
})();
