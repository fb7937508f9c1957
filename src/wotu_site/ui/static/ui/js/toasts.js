/* Notices: they go after a while unless they warn, offer an undo, or are being read. */

const SHOWN_FOR = 8000;
const SHOWN_FOR_UNDO = 20000;

function dismissLater(toast) {
  if (toast.dataset.timed || "toastStays" in toast.dataset) return;
  toast.dataset.timed = "yes";
  const time = toast.querySelector("form") ? SHOWN_FOR_UNDO : SHOWN_FOR;
  const tick = () => {
    if (toast.matches(":hover, :focus-within")) setTimeout(tick, 1000);
    else toast.remove();
  };
  setTimeout(tick, time);
}

function announce(toasts) {
  for (const template of document.querySelectorAll("template[data-announce]")) {
    const key = `announced:${template.dataset.announce}`;
    if (sessionStorage.getItem(key)) continue;
    sessionStorage.setItem(key, "yes");
    toasts.append(template.content.cloneNode(true));
  }
}

export function startToasts() {
  const toasts = document.getElementById("toasts");
  const refresh = () => {
    announce(toasts);
    toasts.querySelectorAll("[data-toast]").forEach(dismissLater);
  };
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-toast-close]")) event.target.closest("[data-toast]").remove();
  });
  document.addEventListener("htmx:after:settle", refresh);
  refresh();
}
