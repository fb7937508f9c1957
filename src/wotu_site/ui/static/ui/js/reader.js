/* The reader of a document: text and table light each other, and a selection becomes a claim. */

function reader() {
  return document.querySelector("[data-reader]");
}

function marks(id) {
  const wanted = CSS.escape(id);
  return [...document.querySelectorAll(`[data-text] [data-claims~="${wanted}"]`)];
}

function inView(element, scroller) {
  const inner = element.getBoundingClientRect();
  const outer = scroller.getBoundingClientRect();
  return inner.top >= outer.top && inner.bottom <= outer.bottom;
}

/* Moves only the pane itself: the page around it stays where it is. */
function bringIntoView(element, scroller) {
  if (!element || !scroller || inView(element, scroller)) return;
  const inner = element.getBoundingClientRect();
  const outer = scroller.getBoundingClientRect();
  scroller.scrollTop += inner.top - outer.top - (outer.height - inner.height) / 3;
}

function light(id) {
  for (const lit of document.querySelectorAll(".lit-on, .row-on, .sentence-on")) {
    lit.classList.remove("lit-on", "row-on", "sentence-on");
    lit.removeAttribute("aria-current");
  }
  if (!id) return;
  const found = marks(id);
  for (const mark of found) {
    mark.classList.add("lit-on");
    mark.setAttribute("aria-current", "true");
    const sentence = `[data-text] [data-sentence="${mark.dataset.sentence}"]`;
    for (const piece of document.querySelectorAll(sentence)) piece.classList.add("sentence-on");
  }
  bringIntoView(found[0], document.getElementById("reader-scroll"));
  const row = document.getElementById(`r-${id}`);
  if (row) {
    row.classList.add("row-on");
    row.querySelector("a").setAttribute("aria-current", "true");
    bringIntoView(row, document.getElementById("claim-rows"));
  }
}

/* The state of a claim is known by its row; its marks in the text look alike. */
function followRows() {
  for (const row of document.querySelectorAll("[data-claim-row]")) {
    for (const mark of marks(row.dataset.claimRow)) {
      if (mark.dataset.claims.split(" ")[0] !== row.dataset.claimRow) continue;
      mark.className = mark.className.replace(/\blit-(open|accepted|corrected|rejected)\b/, "");
      mark.classList.add(`lit-${row.dataset.reviewState}`);
    }
  }
}

function chosen() {
  return document.querySelector("#claim-card [data-card]")?.dataset.card ?? "";
}

function pieceOf(node) {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  return element?.closest?.("[data-text] [data-at]");
}

/* The original characters that are selected, as far as the selection lies within the text. */
function selected() {
  const selection = window.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const first = pieceOf(range.startContainer);
  const last = pieceOf(range.endContainer);
  if (!first || !last) return null;
  const start = Number(first.dataset.at) + offsetIn(range.startContainer, range.startOffset, first);
  const end = Number(last.dataset.at) + offsetIn(range.endContainer, range.endOffset, last);
  return end > start ? { start, end } : null;
}

/* Offsets of a selection count UTF-16 units, those of a document characters. */
function offsetIn(node, offset, piece) {
  if (node.nodeType !== Node.TEXT_NODE) return offset ? [...piece.textContent].length : 0;
  return [...node.data.slice(0, offset)].length;
}

function offerToAdd() {
  const link = document.querySelector("[data-add-claim]");
  if (!link) return;
  link.dataset.base ??= link.getAttribute("href");
  const span = selected();
  const address = new URL(link.dataset.base, location.href);
  if (span) {
    address.searchParams.set("start", span.start);
    address.searchParams.set("end", span.end);
  }
  link.setAttribute("href", address.pathname + address.search);
  link.classList.toggle("btn-primary", Boolean(span));
}

export function startReader() {
  if (reader()) light(chosen());

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-claims]");
    if (link && reader()) light(link.dataset.claims.split(" ")[0]);
  });
  document.addEventListener("selectionchange", () => {
    if (reader()) offerToAdd();
  });
  document.addEventListener("htmx:config:request", (event) => {
    const { ctx } = event.detail;
    const link = ctx.sourceElement;
    if (link.matches?.("[data-add-claim]")) ctx.request.action = link.getAttribute("href");
  });
  document.addEventListener("htmx:after:settle", () => {
    if (!reader()) return;
    followRows();
    light(chosen());
  });
}
