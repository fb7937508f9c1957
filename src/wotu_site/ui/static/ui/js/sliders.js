/* Sliders beside fields of numbers: each moves the other; the field is what is sent. Forms of
   choices that send themselves when a choice is made. */

function sliderOf(field) {
  return field.id && document.querySelector(`[data-slider-of="${CSS.escape(field.id)}"]`);
}

export function startSliders() {
  document.addEventListener("input", ({ target }) => {
    const form = target.closest?.("form[data-sliders]");
    if (!form) return;
    if (target.dataset.sliderOf) {
      const number = Number(target.value);
      document.getElementById(target.dataset.sliderOf).value = String(Number(number.toPrecision(6)));
    } else {
      const slider = sliderOf(target);
      const text = (target.value || target.placeholder).replace(/[,，]/g, "");
      if (slider && text && Number.isFinite(Number(text))) slider.value = text;
    }
  });

  document.addEventListener("change", ({ target }) => {
    const form = target.closest?.("form[data-sends-itself]");
    if (form && target.matches("select")) form.requestSubmit();
  });
}
