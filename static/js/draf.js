// Keeps what a person typed until the server has it: an expired session, a lost line or a
// closed tab loses nothing. Works on every <form data-draf="KEY">, where KEY begins with the
// user's id ("17:capaian:204"). Passwords, files, hidden inputs and tokens are never kept.
//
// The server says that it has the values with data-draf-tersimpan on the form, or on the body
// with the KEY as its value (for the page after a redirect). Drafts older than a week and all
// drafts on logout (<form data-keluar>) are dropped.
"use strict";

(() => {
  const AWALAN = "pantas:draf:";
  const UMUR = 7 * 24 * 60 * 60 * 1000;
  const JEDA = 400;
  const BUKAN = new Set(["password", "file", "hidden", "submit", "button", "reset", "image"]);

  // --- the store; a browser may forbid it, then the page works without drafts ---------------
  let simpanan = null;
  try {
    simpanan = window.localStorage;
  } catch (galat) {
    console.warn("Draf di perangkat tidak tersedia:", galat);
  }

  const kunciDraf = () =>
    simpanan
      ? Object.keys(simpanan).filter((kunci) => kunci.startsWith(AWALAN))
      : [];

  const baca = (kunci) => {
    const teks = simpanan?.getItem(AWALAN + kunci);
    if (!teks) return null;
    try {
      return JSON.parse(teks);
    } catch {
      simpanan.removeItem(AWALAN + kunci); // written by something else: not a draft
      return null;
    }
  };

  const tulis = (kunci, isi) => {
    try {
      simpanan?.setItem(AWALAN + kunci, JSON.stringify({ saat: Date.now(), isi }));
      return Boolean(simpanan);
    } catch (galat) {
      console.warn("Draf tidak dapat disimpan di perangkat:", galat);
      return false;
    }
  };

  const buang = (kunci) => simpanan?.removeItem(AWALAN + kunci);

  const buangLama = () => {
    for (const penuh of kunciDraf()) {
      const kunci = penuh.slice(AWALAN.length);
      const draf = baca(kunci);
      if (draf && Date.now() - draf.saat > UMUR) buang(kunci);
    }
  };

  // --- values of a form ---------------------------------------------------------------------
  const medan = (form) =>
    Array.from(form.elements).filter(
      (m) => m.name && m.name !== "csrfmiddlewaretoken" && !BUKAN.has(m.type) && m.tagName !== "BUTTON",
    );

  const nilai = (form) => {
    const isi = {};
    for (const m of medan(form)) {
      if (m.type === "radio") {
        if (m.checked) isi[m.name] = m.value;
        else isi[m.name] ??= "";
      } else if (m.type === "checkbox") {
        isi[m.name] ??= [];
        if (m.checked) isi[m.name].push(m.value);
      } else if (m.type === "select-multiple") {
        isi[m.name] = Array.from(m.selectedOptions, (o) => o.value);
      } else {
        isi[m.name] = m.value;
      }
    }
    return isi;
  };

  const isikan = (form, isi) => {
    for (const m of medan(form)) {
      const baru = isi[m.name];
      if (baru === undefined) continue;
      if (m.type === "radio") m.checked = m.value === baru;
      else if (m.type === "checkbox") m.checked = baru.includes(m.value);
      else if (m.type === "select-multiple") {
        for (const o of m.options) o.selected = baru.includes(o.value);
      } else m.value = baru;
    }
  };

  const beda = (a, b) =>
    Object.keys(a).some((nama) => nama in b && JSON.stringify(a[nama]) !== JSON.stringify(b[nama]));

  // --- what the person sees -----------------------------------------------------------------
  const jamTeks = (saat) => {
    const waktu = new Date(saat);
    const dua = (n) => String(n).padStart(2, "0");
    const hari = waktu.toLocaleDateString("id-ID", { day: "numeric", month: "long" });
    return `${hari} pukul ${dua(waktu.getHours())}.${dua(waktu.getMinutes())}`;
  };

  const tombol = (teks, kelas, saatDitekan) => {
    const unsur = document.createElement("button");
    unsur.type = "button";
    unsur.className = `btn btn-sm ${kelas}`;
    unsur.textContent = teks;
    unsur.addEventListener("click", saatDitekan);
    return unsur;
  };

  const kotak = (nada, teks) => {
    const unsur = document.createElement("div");
    unsur.className = `pn-next pn-pesan ${nada}`;
    unsur.setAttribute("role", "status");
    const baris = document.createElement("p");
    baris.textContent = teks;
    unsur.append(baris);
    return unsur;
  };

  const tawarkan = (form, kunci, draf, diServer) => {
    const pesan = kotak(
      "kuning",
      `Isian yang belum terkirim ditemukan di perangkat ini, ${jamTeks(draf.saat)}.`,
    );
    const baris = document.createElement("p");
    baris.className = "pn-act";
    baris.append(
      tombol("Pulihkan", "btn-outline-primary", () => {
        isikan(form, draf.isi);
        form.dispatchEvent(new Event("change", { bubbles: true }));
        pesan.remove();
        medan(form)[0]?.focus();
      }),
      tombol("Buang", "btn-outline-secondary", () => {
        buang(kunci);
        isikan(form, diServer);
        pesan.remove();
        medan(form)[0]?.focus();
      }),
    );
    pesan.append(baris);
    form.prepend(pesan);
    return pesan;
  };

  // --- one form -------------------------------------------------------------------------------
  const penunggu = new Map(); // form -> the timer of its next save

  const disiapkan = new WeakSet();

  const siapkan = (form) => {
    const kunci = form.dataset.draf;
    if (!kunci || disiapkan.has(form)) return;
    disiapkan.add(form);
    if ("drafTersimpan" in form.dataset) buang(kunci);

    const diServer = nilai(form);
    const draf = baca(kunci);
    let tawaran = null;
    if (draf && beda(draf.isi, diServer)) tawaran = tawarkan(form, kunci, draf, diServer);
    else if (draf && !form.querySelector('[aria-invalid="true"]')) buang(kunci); // the server has it

    const simpan = () => {
      clearTimeout(penunggu.get(form));
      penunggu.set(form, setTimeout(() => {
        if (tawaran?.isConnected) tawaran.remove(); // typing anew answers the question
        const kini = nilai(form);
        if (beda(kini, diServer)) tulis(kunci, kini);
        else buang(kunci);
      }, JEDA));
    };
    form.addEventListener("input", simpan);
    form.addEventListener("change", simpan);
    form.addEventListener("submit", () => {
      // kept until the server confirms; a failed send finds it again
      clearTimeout(penunggu.get(form));
      const kini = nilai(form);
      if (beda(kini, diServer)) tulis(kunci, kini);
    });
  };

  // --- the line ---------------------------------------------------------------------------------
  const pantauSambungan = () => {
    let pesan = null;
    const perbarui = () => {
      const putus = !navigator.onLine;
      if (putus && !pesan) {
        pesan = kotak("jingga", "Sambungan terputus. Isian Anda disimpan di perangkat ini.");
        document.getElementById("isi")?.prepend(pesan);
      } else if (!putus && pesan) {
        pesan.remove();
        pesan = null;
      }
    };
    window.addEventListener("offline", perbarui);
    window.addEventListener("online", perbarui);
    perbarui();
  };

  buangLama();
  if (document.body.dataset.drafTersimpan) buang(document.body.dataset.drafTersimpan);
  const semua = document.querySelectorAll("form[data-draf]");
  semua.forEach(siapkan);
  if (semua.length && simpanan) pantauSambungan();
  // parts of the page that htmx brings later
  document.addEventListener("htmx:load", (acara) => {
    const bagian = acara.detail.elt;
    if (bagian.matches("form[data-draf]")) siapkan(bagian);
    bagian.querySelectorAll("form[data-draf]").forEach(siapkan);
  });

  document.querySelectorAll("form[data-keluar]").forEach((form) => {
    form.addEventListener("submit", () => {
      // Leaving a field for the button has just asked for a save: it must not come after this.
      for (const satu of penunggu.values()) clearTimeout(satu);
      for (const kunci of kunciDraf()) simpanan.removeItem(kunci);
    });
  });
})();
