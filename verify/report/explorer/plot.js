// Line charts in SVG, drawn for the width that they have.

const SPACE = "http://www.w3.org/2000/svg";
const MARGIN = { left: 46, right: 10, top: 8, bottom: 36 };

/** Draw by a function of the width now, and again whenever the width changes. */
export function followed(svg, draw) {
  let width = 0;
  const redraw = () => draw(width || svg.clientWidth || 320);
  new ResizeObserver(([entry]) => {
    const now = Math.round(entry.contentRect.width);
    if (now && now !== width) {
      width = now;
      redraw();
    }
  }).observe(svg.parentElement);
  return redraw;
}

/**
 * Draw a chart.
 *
 * x: {low, high, label, ticks?}, y: the same without a label. lines: [{kind, label,
 * points, dots}], kind one of prediction, network, direct, rival and here, drawn in this
 * order and named above the chart. says: a text for readers who do not see it.
 */
export function chart(svg, width, { height, x, y, lines, says }) {
  legend(svg.parentElement, lines);
  svg.replaceChildren();
  svg.setAttribute("width", width);
  svg.setAttribute("height", height);
  svg.setAttribute("aria-label", says);
  const right = width - MARGIN.right;
  const bottom = height - MARGIN.bottom;
  const across = scale(x.low, x.high, MARGIN.left, right);
  const up = scale(y.low, y.high, bottom, MARGIN.top);
  axis(svg, x, y, across, up, right, bottom);
  for (const { kind, points, dots } of lines) {
    const places = points.map(([a, b]) => [across(a), up(clipped(b, y))]);
    const path = places.map(([a, b], i) => `${i ? "L" : "M"}${a.toFixed(1)} ${b.toFixed(1)}`);
    add(svg, "path", { d: path.join(""), class: `line ${kind}` });
    for (const [cx, cy] of dots ? places : []) {
      add(svg, "circle", { cx, cy, r: 2.6, class: `dot ${kind}` });
    }
  }
}

/** Name the lines of a chart above it, each beside a sample of it. */
function legend(place, lines) {
  const form = JSON.stringify(lines.map(({ kind, label }) => [kind, label]));
  if (place.dataset.form === form) return;
  place.dataset.form = form;
  place.querySelector(".legend")?.remove();
  const list = document.createElement("ul");
  list.className = "legend";
  list.append(...lines.map(named));
  place.prepend(list);
}

function named({ kind, label, dots }) {
  const item = document.createElement("li");
  const sample = document.createElementNS(SPACE, "svg");
  sample.setAttribute("viewBox", "0 0 36 12");
  sample.setAttribute("aria-hidden", "true");
  if (kind !== "here") add(sample, "path", { d: "M2 6H34", class: `line ${kind}` });
  if (dots) add(sample, "circle", { cx: 18, cy: 6, r: 2.6, class: `dot ${kind}` });
  item.append(sample, label);
  return item;
}

function clipped(value, { low, high }) {
  const room = (high - low) / 50;
  return Math.min(Math.max(value, low - room), high + room);
}

function axis(svg, x, y, across, up, right, bottom) {
  const every = right - MARGIN.left < 420 ? 4 : 7;
  for (const tick of x.ticks || ticks(x.low, x.high, every)) {
    const at = across(tick);
    add(svg, "line", { x1: at, x2: at, y1: bottom, y2: bottom + 4, class: "tick" });
    text(svg, at, bottom + 17, said(tick), "middle");
  }
  for (const tick of y.ticks || ticks(y.low, y.high, 5)) {
    const at = up(tick);
    add(svg, "line", { x1: MARGIN.left, x2: right, y1: at, y2: at, class: "grid" });
    text(svg, MARGIN.left - 7, at + 4, said(tick), "end");
  }
  add(svg, "line", { x1: MARGIN.left, x2: right, y1: bottom, y2: bottom, class: "tick" });
  text(svg, (MARGIN.left + right) / 2, bottom + 33, x.label, "middle", "label");
}

function scale(low, high, from, to) {
  return (value) => from + ((value - low) / (high - low)) * (to - from);
}

/** Return round numbers from low to high, about so many. */
export function ticks(low, high, count) {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((times) => times * power >= rough * 0.999);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
}

function said(value) {
  return String(Number(value.toPrecision(6))).replace("-", "\u2212");
}

function text(svg, x, y, words, anchor, kind = "number") {
  add(svg, "text", { x, y, "text-anchor": anchor, class: kind }).textContent = words;
}

/** Add an element to an SVG and return it. */
function add(svg, name, attributes) {
  const element = document.createElementNS(SPACE, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  svg.append(element);
  return element;
}
