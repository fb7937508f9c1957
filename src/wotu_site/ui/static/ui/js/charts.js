/* Draws the charts of a page. Options come as JSON from the server; colours come from the theme. */
import * as echarts from "../../vendor/echarts.esm.min.js";

const drawn = new Map();
const still = window.matchMedia("(prefers-reduced-motion: reduce)");

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function theme() {
  const words = { color: colour("--wotu-ink-soft") };
  const axis = {
    axisLine: { lineStyle: { color: colour("--wotu-line-strong") } },
    axisTick: { show: false },
    axisLabel: words,
    splitLine: { lineStyle: { color: colour("--wotu-line") } },
  };
  return {
    color: [1, 2, 3, 4, 5, 6].map((number) => colour(`--wotu-series-${number}`)),
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    label: words,
    legend: { textStyle: words },
    categoryAxis: { ...axis, splitLine: { show: false } },
    valueAxis: { ...axis, axisLine: { show: false } },
    timeAxis: axis,
    bar: { label: words },
    tooltip: {
      backgroundColor: colour("--wotu-surface"),
      borderColor: colour("--wotu-line-strong"),
      textStyle: { color: colour("--wotu-ink") },
    },
  };
}

/* A point of a chart can lead to its evidence, as the marks beside figures do. */
function openEvidence(address) {
  const link = document.createElement("a");
  link.href = address;
  link.dataset.evidence = "";
  document.body.append(link);
  link.click();
  link.remove();
}

function draw(figure) {
  const option = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
  const chart = echarts.init(figure.querySelector(".chart-canvas"), theme(), {
    renderer: "canvas",
  });
  // Tooltips as HTML would need inline styles, which the content security policy refuses.
  const tooltip = option.tooltip && { ...option.tooltip, renderMode: "richText" };
  chart.setOption({ ...option, tooltip, animation: !still.matches, backgroundColor: "transparent" });
  chart.on("click", ({ data }) => {
    if (data?.address) openEvidence(data.address);
  });
  return chart;
}

function dress(figure) {
  const canvas = figure.querySelector(".chart-canvas");
  const table = figure.querySelector(".chart-table");
  const entry = { chart: draw(figure) };
  new ResizeObserver(() => entry.chart.resize()).observe(canvas);

  figure.querySelector("[data-chart-table]").addEventListener("click", (event) => {
    const asTable = table.hidden;
    table.hidden = !asTable;
    canvas.hidden = asTable;
    event.currentTarget.setAttribute("aria-pressed", String(asTable));
  });
  figure.querySelector("[data-chart-download]").addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = entry.chart.getDataURL({ pixelRatio: 2, backgroundColor: colour("--wotu-surface") });
    link.download = `${figure.dataset.chartName}.png`;
    link.click();
  });
  return entry;
}

export function mountCharts(root) {
  for (const [figure, entry] of drawn) {
    if (!figure.isConnected) {
      entry.chart.dispose();
      drawn.delete(figure);
    }
  }
  for (const figure of root.querySelectorAll("[data-chart]")) {
    if (!drawn.has(figure)) drawn.set(figure, dress(figure));
  }
}

document.addEventListener("wotu:theme", () => {
  for (const [figure, entry] of drawn) {
    entry.chart.dispose();
    entry.chart = draw(figure);
  }
});
