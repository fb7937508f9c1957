/* Asks once before what cannot be undone: `data-confirm` on a form, `hx-confirm` on an element. */
import { Modal } from "../../vendor/tabler.esm.min.js";
import { keepFocusIn } from "./focus.js";

function ask(words, yesWords) {
  const dialog = document.getElementById("confirm");
  const yes = dialog.querySelector("[data-confirm-yes]");
  dialog.querySelector("[data-confirm-words]").textContent = words;
  yes.textContent = yesWords || yes.dataset.words;
  const modal = Modal.getOrCreateInstance(dialog);
  return new Promise((resolve) => {
    let agreed = false;
    yes.onclick = () => {
      agreed = true;
      modal.hide();
    };
    dialog.addEventListener("shown.bs.modal", () => yes.focus(), { once: true });
    dialog.addEventListener("hidden.bs.modal", () => resolve(agreed), { once: true });
    modal.show();
  });
}

export function startConfirm() {
  keepFocusIn(document.getElementById("confirm"));

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.dataset.confirm || form.dataset.confirmed) return;
    event.preventDefault();
    const trigger = document.activeElement;
    if (await ask(form.dataset.confirm, form.dataset.confirmYes)) {
      form.dataset.confirmed = "yes";
      form.requestSubmit(event.submitter ?? undefined);
      delete form.dataset.confirmed;
    } else {
      trigger?.focus();
    }
  });

  document.addEventListener("htmx:confirm", async (event) => {
    const { ctx, issueRequest, dropRequest } = event.detail;
    event.preventDefault();
    const agreed = await ask(ctx.confirm, ctx.sourceElement.dataset.confirmYes);
    if (agreed) issueRequest();
    else dropRequest();
  });
}
