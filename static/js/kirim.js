// One click, one sending: while the answer to a form is on its way, a second click on its
// buttons does nothing. Without this script the server tells the second sending apart by its
// version and refuses it; forms that unggah.js sends look after themselves.
"use strict";

(() => {
  const JEDA = 8000; // a line that gave no answer by then may be tried again
  const dikirim = new WeakMap();

  document.addEventListener("submit", (acara) => {
    const form = acara.target;
    if (acara.defaultPrevented || form.method !== "post") return;
    const kini = Date.now();
    if (kini - (dikirim.get(form) ?? -JEDA) < JEDA) {
      acara.preventDefault();
      return;
    }
    dikirim.set(form, kini);
  });

  // back from the next page, or the line broke and the browser kept this one
  window.addEventListener("pageshow", (acara) => {
    if (!acara.persisted) return;
    document.querySelectorAll("form").forEach((form) => dikirim.delete(form));
  });
})();
