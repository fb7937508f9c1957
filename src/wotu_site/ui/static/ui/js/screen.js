/* Light and dark colours, and the dark full screen of the exhibition hall. */

const YEAR = 365 * 24 * 60 * 60;

function setTheme(theme) {
  document.documentElement.dataset.bsTheme = theme;
  document.dispatchEvent(new CustomEvent("wotu:theme"));
}

export function startScreen() {
  const root = document.documentElement;
  let themeBefore = root.dataset.bsTheme;

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-theme-switch]")) {
      const theme = root.dataset.bsTheme === "dark" ? "light" : "dark";
      document.cookie = `wotu_theme=${theme}; path=/; max-age=${YEAR}; samesite=lax`;
      setTheme(theme);
    }
    if (event.target.closest("[data-hall-switch]")) {
      root.requestFullscreen?.();
    }
  });

  document.addEventListener("fullscreenchange", () => {
    const full = document.fullscreenElement !== null;
    if (full) themeBefore = root.dataset.bsTheme;
    root.toggleAttribute("data-hall", full);
    setTheme(full ? "dark" : themeBefore);
  });
}
