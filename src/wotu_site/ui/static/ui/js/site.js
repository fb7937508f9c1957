/* Everything the pages do in the browser. Pages work without it; it makes them quicker to use. */
import { Tooltip } from "../../vendor/tabler.esm.min.js";
import { startBulk } from "./bulk.js";
import { startChains } from "./chains.js";
import { startConfirm } from "./confirm.js";
import { startDrafts } from "./drafts.js";
import { startDrawer } from "./drawer.js";
import { startLists } from "./lists.js";
import { startReader } from "./reader.js";
import { startReview } from "./review.js";
import { startScreen } from "./screen.js";
import { startSearch } from "./search.js";
import { startSliders } from "./sliders.js";
import { startSmallThings } from "./small.js";
import { startToasts } from "./toasts.js";

function dress(root) {
  for (const element of root.querySelectorAll('[data-bs-toggle="tooltip"]')) {
    Tooltip.getOrCreateInstance(element, { trigger: "hover focus" });
  }
  if (root.querySelector("[data-chart]")) {
    import("./charts.js").then(({ mountCharts }) => mountCharts(root));
  }
}

startBulk();
startChains();
startConfirm();
startDrafts();
startDrawer();
startLists();
startReader();
startReview();
startScreen();
startSearch();
startSliders();
startSmallThings();
startToasts();
dress(document);
document.addEventListener("htmx:after:settle", () => dress(document));
