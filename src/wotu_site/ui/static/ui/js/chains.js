/* The map of an industry chain: neighbours light up, links open in the drawer, the drawing can be
   enlarged, dragged and saved as a picture. Without this the links of the map are plain links. */

const STEP = 1.25;
const LEAST = 0.3;
const MOST = 2.5;
const PICTURE_SCALE = 2;
/* Room over the drawing for title and key. */
const HEAD = 56;
/* What of the look of an element a picture keeps; style sheets do not come along. */
const KEPT = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
];

function linkOf(event) {
  return event.target.closest?.("[data-chain-map] [data-link]");
}

function light(link) {
  const svg = link.closest("svg");
  const name = link.dataset.link;
  const near = new Set([name]);
  for (const edge of svg.querySelectorAll(".map-edge")) {
    const { from, to } = edge.dataset;
    const lit = from === name || to === name;
    edge.classList.toggle("lit", lit);
    if (lit) near.add(from).add(to);
  }
  for (const other of svg.querySelectorAll("[data-link]")) {
    other.classList.toggle("lit", near.has(other.dataset.link));
  }
  svg.dataset.lit = name;
}

function dim(link) {
  const svg = link.closest("svg");
  delete svg.dataset.lit;
  for (const lit of svg.querySelectorAll(".lit")) lit.classList.remove("lit");
}

/* The drawer opens for HTML links; the one of the drawing is none. */
function openPanel(link) {
  const opener = document.createElement("a");
  opener.href = link.dataset.panelAddress;
  opener.dataset.evidence = "";
  opener.dataset.drawerTitle = link.dataset.title;
  document.body.append(opener);
  opener.click();
  opener.remove();
}

function zoom(map, how) {
  const svg = map.querySelector(".map-svg");
  const pan = map.querySelector(".map-pan");
  const { width } = svg.viewBox.baseVal;
  const room = pan.clientWidth - 16;
  const present = svg.getBoundingClientRect().width / width;
  const wanted = { in: present * STEP, out: present / STEP, fit: room / width }[how];
  resize(svg, Math.min(Math.max(wanted, LEAST), MOST));
}

function resize(svg, scale) {
  const { width, height } = svg.viewBox.baseVal;
  svg.setAttribute("width", Math.round(width * scale));
  svg.setAttribute("height", Math.round(height * scale));
}

/* A map a little wider than the page is made to fit; a much wider one is scrolled. */
function fitNearly(root) {
  for (const map of root.querySelectorAll("[data-chain-map]:not([data-fitted])")) {
    const svg = map.querySelector(".map-svg");
    const room = map.clientWidth - 16;
    if (!room) continue;
    map.dataset.fitted = "";
    const scale = room / svg.viewBox.baseVal.width;
    if (scale > 0.8) resize(svg, Math.min(scale, 1.25));
  }
}

function dragging() {
  let held = null;
  document.addEventListener("pointerdown", (event) => {
    const pan = event.target.closest?.(".map-pan");
    if (!pan || event.pointerType !== "mouse" || event.button) return;
    held = { pan, x: event.clientX, y: event.clientY, left: pan.scrollLeft, top: pan.scrollTop };
  });
  document.addEventListener("pointermove", (event) => {
    if (!held) return;
    const [right, down] = [event.clientX - held.x, event.clientY - held.y];
    if (Math.hypot(right, down) < 5 && !held.moved) return;
    held.moved = true;
    held.pan.dataset.dragged = "";
    held.pan.scrollLeft = held.left - right;
    held.pan.scrollTop = held.top - down;
  });
  const release = () => {
    if (held?.moved) {
      const { pan } = held;
      // The click that ends a drag opens nothing.
      setTimeout(() => delete pan.dataset.dragged);
    }
    held = null;
  };
  document.addEventListener("pointerup", release);
  document.addEventListener("pointercancel", release);
  document.addEventListener("dragstart", (event) => {
    if (event.target.closest?.(".map-pan")) event.preventDefault();
  });
}

/* The drawing with its look written into it, as a document of its own. */
function standalone(svg) {
  const copy = svg.cloneNode(true);
  const originals = [svg, ...svg.querySelectorAll("*")];
  const copies = [copy, ...copy.querySelectorAll("*")];
  for (const [place, original] of originals.entries()) {
    const look = getComputedStyle(original);
    for (const name of KEPT) {
      const value = look.getPropertyValue(name);
      if (value) copies[place].setAttribute(name, value);
    }
    if (original.matches(".map-edge")) copies[place].setAttribute("marker-end", "url(#arrow)");
  }
  const { width, height } = svg.viewBox.baseVal;
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", width * PICTURE_SCALE);
  copy.setAttribute("height", height * PICTURE_SCALE);
  return new XMLSerializer().serializeToString(copy);
}

async function savePicture(button) {
  const svg = document.querySelector(".map-svg");
  if (!svg) return;
  const { width, height } = svg.viewBox.baseVal;
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(standalone(svg))}`;
  await image.decode();
  const { caption, mapPicture } = button.dataset;
  const canvas = document.createElement("canvas");
  canvas.width = width * PICTURE_SCALE;
  canvas.height = (height + HEAD) * PICTURE_SCALE;
  const pen = canvas.getContext("2d");
  const root = getComputedStyle(document.documentElement);
  const font = getComputedStyle(document.body).fontFamily;
  pen.scale(PICTURE_SCALE, PICTURE_SCALE);
  pen.fillStyle = root.getPropertyValue("--wotu-surface").trim();
  pen.fillRect(0, 0, width, height + HEAD);
  pen.fillStyle = root.getPropertyValue("--wotu-ink").trim();
  pen.font = `600 16px ${font}`;
  pen.fillText(mapPicture, 8, 26);
  pen.fillStyle = root.getPropertyValue("--wotu-ink-soft").trim();
  pen.font = `12px ${font}`;
  pen.fillText(caption, 8, 46, width - 16);
  pen.drawImage(image, 0, HEAD, width, height);
  const link = document.createElement("a");
  link.href = canvas.toDataURL("image/png");
  link.download = `${mapPicture}.png`;
  link.click();
}

export function startChains() {
  for (const [kind, act] of [
    ["mouseover", light],
    ["focusin", light],
    ["mouseout", dim],
    ["focusout", dim],
  ]) {
    document.addEventListener(kind, (event) => {
      const link = linkOf(event);
      if (link) act(link);
    });
  }
  document.addEventListener("click", (event) => {
    const link = linkOf(event);
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      if (!link.closest(".map-pan").hasAttribute("data-dragged")) openPanel(link);
    }
    const zoomed = event.target.closest?.("[data-map-zoom]");
    if (zoomed) zoom(zoomed.closest("[data-chain-map]"), zoomed.dataset.mapZoom);
    const picture = event.target.closest?.("[data-map-picture]");
    if (picture) savePicture(picture);
  });
  dragging();
  fitNearly(document);
  document.addEventListener("htmx:after:settle", () => fitNearly(document));
}
