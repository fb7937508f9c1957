/* Lists keep their state in the address: the filter form adds to it, links inside the list change it. */

function ownNames(form) {
  return new Set([...form.elements].map((element) => element.name).filter(Boolean));
}

export function startLists() {
  document.addEventListener("htmx:config:request", (event) => {
    const { ctx } = event.detail;
    const form = ctx.sourceElement;
    if (!form.matches?.("form[data-list-filter]")) return;
    const names = ownNames(form);
    for (const [name, value] of new URLSearchParams(location.search)) {
      if (!names.has(name) && name !== "page") ctx.request.body.append(name, value);
    }
    for (const name of names) {
      const values = ctx.request.body.getAll(name).filter(Boolean);
      ctx.request.body.delete(name);
      for (const value of values) ctx.request.body.append(name, value);
    }
  });

  document.addEventListener("htmx:after:settle", () => {
    const address = new URLSearchParams(location.search);
    for (const form of document.querySelectorAll("form[data-list-filter]")) {
      for (const name of ownNames(form)) {
        const element = form.elements[name];
        if (element === document.activeElement) continue;
        element.value = address.get(name) ?? "";
        // A choice that cannot be empty goes back to what the page came with.
        if (element.selectedIndex === -1) {
          const usual = [...element.options].findIndex((option) => option.defaultSelected);
          element.selectedIndex = Math.max(usual, 0);
        }
      }
    }
  });
}
