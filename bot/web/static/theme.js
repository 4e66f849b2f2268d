// Applies the chosen colours before the page is painted; everything else is in page.js.
(() => {
  try {
    const chosen = localStorage.getItem("proviso-theme");
    if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  } catch {
    // Storage may be switched off; the system's own choice stands.
  }
})();
