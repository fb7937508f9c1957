/* The search box: Ctrl/Cmd K or / to reach it, arrows to choose, Enter to go, Escape to leave. */

export function startSearch() {
  const form = document.querySelector("[data-search]");
  if (!form) return;
  const input = form.querySelector("input");
  const panel = document.getElementById("search-panel");
  const hits = () => [...panel.querySelectorAll("[role=option]")];
  let chosen = -1;

  function open(wanted) {
    const shown = wanted && panel.childElementCount > 0;
    panel.hidden = !shown;
    input.setAttribute("aria-expanded", String(shown));
    if (!shown) choose(-1);
  }

  function choose(index) {
    const all = hits();
    // One step beyond either end is the box itself, one more comes in at the other end.
    chosen = index < -1 ? all.length - 1 : index < all.length ? index : -1;
    all.forEach((hit, at) => hit.setAttribute("aria-selected", String(at === chosen)));
    const hit = all[chosen];
    if (hit) {
      input.setAttribute("aria-activedescendant", hit.id);
      hit.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const combined = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
    if (combined || (event.key === "/" && !typing)) {
      event.preventDefault();
      input.focus();
      input.select();
    }
  });

  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      open(true);
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(chosen + step);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      hits()[chosen].click();
    } else if (event.key === "Escape") {
      if (panel.hidden) input.blur();
      open(false);
    }
  });

  input.addEventListener("focus", () => open(true));
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) open(false);
  });
  panel.addEventListener("mousedown", (event) => event.preventDefault());
  panel.addEventListener("htmx:after:settle", () => {
    chosen = -1;
    open(document.activeElement === input);
  });
}
