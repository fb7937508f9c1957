/* Choosing several rows of a list: the bar with what can be done appears with the first choice. */

function ticks() {
  return [...document.querySelectorAll('input[name="firm"][form="bulk"]')];
}

function refresh() {
  const bar = document.querySelector("[data-bulk]");
  if (!bar) return;
  const all = ticks();
  const chosen = all.filter((tick) => tick.checked);
  const everything = bar.querySelector("[data-bulk-everything]");
  const more = bar.querySelector("[data-bulk-all]");
  if (chosen.length < all.length) everything.value = "";
  const count = bar.querySelector("[data-bulk-count]");
  count.textContent = everything.value ? "" : count.dataset.words.replace("{number}", chosen.length);
  bar.toggleAttribute("data-open", chosen.length > 0);
  if (more) {
    more.hidden = chosen.length < all.length || everything.value === "1";
    bar.querySelector("[data-bulk-all-chosen]").hidden = everything.value !== "1";
  }
  const page = document.querySelector("[data-bulk-page]");
  page.checked = all.length > 0 && chosen.length === all.length;
  page.indeterminate = chosen.length > 0 && chosen.length < all.length;
}

function choose(checked) {
  for (const tick of ticks()) tick.checked = checked;
  refresh();
}

export function startBulk() {
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-bulk-page]")) choose(event.target.checked);
    else if (event.target.matches('input[name="firm"][form="bulk"]')) refresh();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-bulk-none]")) choose(false);
    if (event.target.closest("[data-bulk-all]")) {
      document.querySelector("[data-bulk-everything]").value = "1";
      refresh();
    }
  });
  document.addEventListener("htmx:after:settle", refresh);
  window.addEventListener("pageshow", refresh);
  refresh();
}
