/* The evidence drawer: a link with `data-evidence` opens its page at the right, in place. Links
   inside it lead on in the drawer, and a button leads back. */
import { Offcanvas } from "../../vendor/tabler.esm.min.js";
import { keepFocusIn } from "./focus.js";

export function startDrawer() {
  const drawer = document.getElementById("drawer");
  const body = document.getElementById("drawer-body");
  const title = document.getElementById("drawer-title");
  const usualTitle = title.textContent;
  const back = drawer.querySelector("[data-drawer-back]");
  let opener = null;
  let trail = [];
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

  function step() {
    const last = trail.at(-1);
    title.textContent = last.title;
    back.hidden = trail.length < 2;
    load(last.address);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-evidence]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    if (!drawer.contains(link)) {
      opener = link;
      trail = [];
    }
    trail.push({ address: link.href, title: link.dataset.drawerTitle || usualTitle });
    Offcanvas.getOrCreateInstance(drawer).show();
    step();
  });

  back.addEventListener("click", () => {
    trail.pop();
    step();
    body.focus();
  });

  drawer.addEventListener("hidden.bs.offcanvas", () => {
    body.replaceChildren();
    if (opener?.isConnected) opener.focus();
  });
}
