/* Drafts of rules: a slider and the number beside it move together; the address holds what moved. */

function mark(slider) {
  const number = slider.querySelector("[data-slider-number]");
  slider.classList.toggle("slider-moved", number.value.trim() !== number.dataset.present);
}

function announce(element) {
  element.dispatchEvent(new Event("change", { bubbles: true }));
}

/* What stands as in the rule is left out of the address; filters of the list beneath stay in it. */
function asAddress(form, body) {
  const own = new Set([...form.elements].map((element) => element.name).filter(Boolean));
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (!own.has(name) && name !== "page") body.append(name, value);
  }
  for (const element of form.elements) {
    if (element.dataset.present !== undefined && element.value.trim() === element.dataset.present) {
      body.delete(element.name);
    }
  }
}

export function startDrafts() {
  document.addEventListener("input", (event) => {
    const slider = event.target.closest("[data-slider]");
    if (!slider) return;
    const range = slider.querySelector("[data-slider-range]");
    const number = slider.querySelector("[data-slider-number]");
    if (event.target === range) number.value = range.value;
    else if (number.value.trim() !== "") range.value = number.value;
    mark(slider);
  });

  document.addEventListener("click", (event) => {
    const slider = event.target.closest("[data-slider-reset]")?.closest("[data-slider]");
    if (!slider) return;
    const number = slider.querySelector("[data-slider-number]");
    number.value = number.dataset.present;
    slider.querySelector("[data-slider-range]").value = number.dataset.present;
    mark(slider);
    number.focus();
    announce(number);
  });

  document.addEventListener("change", (event) => {
    const text = event.target.closest(".draft-text");
    if (!text) return;
    const written = text.querySelector("textarea");
    const without = text.querySelector("[name=without]");
    const changed = written.value.trim() !== written.dataset.present || without?.checked;
    text.classList.toggle("slider-moved", Boolean(changed));
  });

  document.addEventListener("htmx:config:request", (event) => {
    const { ctx } = event.detail;
    if (ctx.sourceElement.matches?.("form[data-draft-form]")) {
      asAddress(ctx.sourceElement, ctx.request.body);
    }
  });
}
