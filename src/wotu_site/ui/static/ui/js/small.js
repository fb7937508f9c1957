/* Small conveniences of single pages. */

/* A table wider than the screen can be scrolled with the arrow keys once it has the focus. */
function reachWideTables() {
  for (const wrap of document.querySelectorAll(".table-wrap")) {
    const wide = wrap.scrollWidth > wrap.clientWidth && getComputedStyle(wrap).overflowX === "auto";
    wrap.toggleAttribute("tabindex", wide);
    if (wide) wrap.tabIndex = 0;
  }
}

/* Where tabs are wider than the screen, the present one is in sight. */
function showPresentTab() {
  for (const tabs of document.querySelectorAll(".tabs")) {
    const present = tabs.querySelector("[aria-current]");
    if (!present) continue;
    const beyond = present.getBoundingClientRect().right - tabs.getBoundingClientRect().right;
    if (beyond > 0) tabs.scrollLeft += beyond + 16;
  }
}

export function startSmallThings() {
  reachWideTables();
  showPresentTab();
  window.addEventListener("resize", reachWideTables);
  document.addEventListener("htmx:after:settle", () => {
    reachWideTables();
    showPresentTab();
  });

  document.addEventListener("click", async (event) => {
    const fill = event.target.closest("[data-fill-username]");
    if (fill) {
      const form = document.querySelector("[data-sign-in]");
      form.elements.username.value = fill.dataset.fillUsername;
      form.elements.password.value = fill.dataset.fillPassword;
      form.querySelector("[type=submit]").focus();
    }
    const way = event.target.closest("a[data-open-details]");
    if (way) document.querySelector(way.hash.replaceAll(".", "\\."))?.setAttribute("open", "");
    const all = event.target.closest("[data-open-all]");
    if (all) {
      const open = all.getAttribute("aria-pressed") !== "true";
      all.setAttribute("aria-pressed", String(open));
      for (const one of document.querySelectorAll(`#${all.dataset.openAll} > details`)) one.open = open;
    }
    const opener = event.target.closest("[data-panel]");
    if (opener) {
      const open = document.getElementById(opener.dataset.panel).toggleAttribute("data-open");
      opener.setAttribute("aria-expanded", String(open));
    }
    const copy = event.target.closest("[data-copy]");
    if (copy) {
      await navigator.clipboard.writeText(document.getElementById(copy.dataset.copy).textContent);
      copy.querySelector("span").textContent = copy.dataset.copied;
    }
  });
}
