// Makes sending files comfortable: <form data-unggah [data-maks="26214400"]> with file inputs
// in a .pn-drop. Shows what was chosen, takes dropped files, sends with progress, and keeps
// everything when the line breaks. The server decides what it accepts; without this script
// the form is an ordinary multipart form.
"use strict";

(() => {
  const MAKS = 25 * 1024 * 1024;

  const ukuran = (byte) => {
    if (byte < 1024) return `${byte} byte`;
    const angka = (n, desimal) => n.toLocaleString("id-ID", { maximumFractionDigits: desimal });
    if (byte < 1024 * 1023.5) return `${angka(byte / 1024, 0)} KB`;
    return `${angka(byte / 1024 / 1024, 1)} MB`;
  };

  const unsur = (nama, kelas, teks) => {
    const baru = document.createElement(nama);
    if (kelas) baru.className = kelas;
    if (teks) baru.textContent = teks;
    return baru;
  };

  const siapkan = (form) => {
    const maks = Number(form.dataset.maks) || MAKS;
    const masukan = Array.from(form.querySelectorAll('input[type="file"]'));
    if (!masukan.length || !window.FormData) return;

    // --- what was chosen ------------------------------------------------------------------
    const daftar = form.querySelector("[data-unggah-daftar]") ?? unsur("ul", "pn-items");
    const status = unsur("div");
    status.setAttribute("role", "status");
    if (!daftar.isConnected) {
      const tempat = masukan[0].closest(".pn-drop") ?? masukan[0];
      tempat.after(daftar);
    }
    daftar.after(status);

    const tampilkan = () => {
      daftar.replaceChildren();
      for (const satu of masukan) {
        for (const berkas of satu.files) {
          const baris = unsur("li");
          const nama = unsur("p", "pn-berkas");
          nama.append(unsur("b", "", berkas.name), unsur("span", "sub", ukuran(berkas.size)));
          baris.append(nama);
          if (berkas.size > maks) {
            baris.className = "err";
            baris.append(
              unsur(
                "p",
                "",
                `Lebih dari ${ukuran(maks)}. Perkecil berkas ini, misalnya pindai dengan 150 dpi, ` +
                  "lalu pilih lagi. Berkas lain tidak terpengaruh.",
              ),
            );
          }
          daftar.append(baris);
        }
      }
    };
    masukan.forEach((satu) => satu.addEventListener("change", tampilkan));
    form.addEventListener("reset", () => setTimeout(tampilkan));
    tampilkan(); // the browser may have kept a choice over a reload

    // --- dropping ---------------------------------------------------------------------------
    form.querySelectorAll(".pn-drop").forEach((kotak) => {
      const tujuan = kotak.querySelector('input[type="file"]');
      if (!tujuan) return;
      const sorot = (nyala) => kotak.classList.toggle("di-atas", nyala);
      kotak.addEventListener("dragover", (acara) => {
        acara.preventDefault();
        sorot(true);
      });
      kotak.addEventListener("dragleave", () => sorot(false));
      kotak.addEventListener("drop", (acara) => {
        acara.preventDefault();
        sorot(false);
        const kumpulan = new DataTransfer();
        if (tujuan.multiple) for (const lama of tujuan.files) kumpulan.items.add(lama);
        for (const baru of acara.dataTransfer.files) {
          if (!tujuan.multiple && kumpulan.items.length) break;
          kumpulan.items.add(baru);
        }
        tujuan.files = kumpulan.files;
        tujuan.dispatchEvent(new Event("change", { bubbles: true }));
      });
    });

    // --- sending ------------------------------------------------------------------------------
    let mengirim = false;

    const katakan = (nada, teks) => {
      const pesan = unsur("div", `pn-next pn-pesan ${nada}`);
      pesan.append(unsur("p", "", teks));
      status.replaceChildren(pesan);
    };

    // After a new login the token of this page is stale; a fresh copy of the page has the new one.
    const segarkanToken = async () => {
      const jawaban = await fetch(window.location.href, { credentials: "same-origin" });
      const halaman = new DOMParser().parseFromString(await jawaban.text(), "text/html");
      const baru = halaman.querySelector('form[method="post"] [name="csrfmiddlewaretoken"]');
      const lama = form.querySelector('[name="csrfmiddlewaretoken"]');
      if (baru && lama) lama.value = baru.value;
    };

    const tujuanForm = () => new URL(form.getAttribute("action") || window.location.href, window.location.href);

    const tunjukkan = (xhr) => {
      // The answer is shown as it is, with its messages; asking again would lose them.
      window.history.replaceState(null, "", xhr.responseURL || window.location.href);
      document.open();
      document.write(xhr.responseText);
      document.close();
    };

    const kirim = (pengirim) => {
      const isi = new FormData(form);
      if (pengirim?.name) isi.append(pengirim.name, pengirim.value);

      const bar = unsur("progress");
      bar.max = 100;
      bar.setAttribute("aria-label", "Kemajuan unggahan");
      const teks = unsur("p", "sub", "Mengirim berkas…");
      const batal = unsur("button", "btn btn-link btn-sm", "Batal");
      batal.type = "button";
      status.replaceChildren(bar, teks, batal);

      const xhr = new XMLHttpRequest();
      const selesai = () => {
        mengirim = false;
        window.removeEventListener("beforeunload", tahan);
      };
      const tahan = (acara) => acara.preventDefault();
      window.addEventListener("beforeunload", tahan);

      xhr.upload.addEventListener("progress", (acara) => {
        if (!acara.lengthComputable) return;
        bar.value = (acara.loaded / acara.total) * 100;
        teks.textContent =
          acara.loaded < acara.total
            ? `${ukuran(acara.loaded)} dari ${ukuran(acara.total)}`
            : "Terkirim. Isi berkas sedang diperiksa…";
      });
      xhr.addEventListener("load", () => {
        selesai();
        const akhir = new URL(xhr.responseURL || window.location.href);
        const keMasuk = akhir.pathname !== tujuanForm().pathname && /^\/masuk\//.test(akhir.pathname);
        const tokenLama = xhr.status === 403 && xhr.responseText.includes('data-galat="sesi"');
        if (keMasuk || tokenLama) {
          katakan(
            "jingga",
            "Sesi Anda berakhir sebelum berkas terkirim. Masuk lagi di tab lain, lalu kirim ulang dari halaman ini. " +
              "Isian dan pilihan berkas tetap ada.",
          );
          return;
        }
        if (xhr.status === 507) {
          katakan("merah", "Ruang simpan server penuh. Berkas belum terkirim. Isian dan pilihan berkas tetap ada. Hubungi pengelola portal, lalu kirim lagi.");
          return;
        }
        if (xhr.status === 503) {
          katakan("jingga", "Portal belum dapat menghubungi basis datanya. Berkas belum terkirim. Isian dan pilihan berkas tetap ada; kirim lagi sebentar kemudian.");
          return;
        }
        if (xhr.status >= 500) {
          katakan("merah", "Ada gangguan di portal. Berkas belum terkirim. Isian dan pilihan berkas tetap ada; kirim lagi.");
          return;
        }
        if (xhr.status === 413) {
          katakan("merah", "Kiriman terlalu besar untuk portal. Kirim berkas satu per satu. Isian Anda tetap ada.");
          return;
        }
        tunjukkan(xhr);
      });
      xhr.addEventListener("error", () => {
        selesai();
        katakan("jingga", "Sambungan terputus. Berkas belum terkirim. Isian dan pilihan berkas tetap ada; kirim lagi bila sudah tersambung.");
      });
      xhr.addEventListener("abort", () => {
        selesai();
        katakan("biru", "Pengiriman dibatalkan. Isian dan pilihan berkas tetap ada.");
      });
      batal.addEventListener("click", () => xhr.abort());

      xhr.open("POST", tujuanForm());
      xhr.send(isi);
    };

    form.addEventListener("submit", async (acara) => {
      const adaBerkas = masukan.some((satu) => satu.files.length);
      if (!adaBerkas || acara.defaultPrevented) return; // nothing to show progress for
      acara.preventDefault();
      if (mengirim) return;
      mengirim = true;
      const ulang = status.childElementCount > 0;
      try {
        if (ulang) await segarkanToken();
      } catch (galat) {
        console.warn("Token belum disegarkan:", galat); // the send below will tell
      }
      kirim(acara.submitter);
    });
  };

  document.querySelectorAll("form[data-unggah]").forEach(siapkan);
})();
