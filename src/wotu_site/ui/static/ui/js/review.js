/* Deciding with one key: a key presses the button that carries it as `data-key`. */

export function startReview() {
  document.addEventListener("keydown", (event) => {
    const busy = event.ctrlKey || event.metaKey || event.altKey || event.repeat;
    if (busy || event.target.closest?.("input, textarea, select, [contenteditable], .show")) return;
    const key = CSS.escape(event.key.toLowerCase());
    const button = document.querySelector(`[data-review] [data-key="${key}"]`);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
}
