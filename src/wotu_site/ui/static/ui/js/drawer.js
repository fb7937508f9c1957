/* The evidence drawer: a link with `data-evidence` opens its page at the right, in place. */
import { Offcanvas } from "../../vendor/tabler.esm.min.js";
import { keepFocusIn } from "./focus.js";

export function startDrawer() {
  const drawer = document.getElementById("drawer");
  const body = document.getElementById("drawer-body");
  const title = document.getElementById("drawer-title");
  const usualTitle = title.textContent;
  let opener = null;
  keepFocusIn(drawer);

  async function load(address) {
    body.setAttribute("aria-busy", "true");
    body.replaceChildren();
    try {
      await window.htmx.ajax("GET", address, { target: "#drawer-body", swap: "innerHTML" });
    } finally {
      body.setAttribute("aria-busy", "false");
      if (!body.childElementCount) body.textContent = body.dataset.failed;
    }
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-evidence]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    if (!drawer.contains(link)) opener = link;
    title.textContent = link.dataset.drawerTitle || usualTitle;
    Offcanvas.getOrCreateInstance(drawer).show();
    load(link.href);
  });

  drawer.addEventListener("hidden.bs.offcanvas", () => {
    body.replaceChildren();
    if (opener?.isConnected) opener.focus();
  });
}
