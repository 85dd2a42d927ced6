// Follows the theme of the device. Loaded in the head, before the style sheets, so that
// the page never flashes in the other theme. Without script the page stays light.
"use strict";

(() => {
  const halaman = document.documentElement;
  if (halaman.dataset.tema !== "perangkat") return;

  const gelap = window.matchMedia("(prefers-color-scheme: dark)");
  const pasang = () => {
    halaman.dataset.bsTheme = gelap.matches ? "dark" : "light";
  };
  pasang();
  gelap.addEventListener("change", pasang);
})();
