/* Keeps the Tab key inside a dialog: after the last stop comes the first again. */

const STOPS = "a[href], button, input, select, textarea, summary, [tabindex]";

export function keepFocusIn(dialog) {
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Tab") return;
    const stops = [...dialog.querySelectorAll(STOPS)].filter(
      (stop) => stop.tabIndex >= 0 && !stop.disabled && stop.checkVisibility?.() !== false,
    );
    const edge = event.shiftKey ? stops[0] : stops.at(-1);
    const inside = dialog.contains(document.activeElement) && document.activeElement !== dialog;
    if (stops.length && (!inside || document.activeElement === edge)) {
      event.preventDefault();
      (event.shiftKey ? stops.at(-1) : stops[0]).focus();
    }
  });
}
