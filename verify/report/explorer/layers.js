// Layers of numbers as a table, and lines from each number to those that it is made of.

const NOTHING = 1e-9;
const SPACE = "http://www.w3.org/2000/svg";

/**
 * Fill a table body: one row for each channel of each layer.
 *
 * rows: [{label, values, first, kind, beyond, links}], label in HTML. beyond: what the
 * next layer sees left and, where it looks there, right of the row. links: lines from
 * the row above, [[from, to, weight], ...], from -1 and n for the numbers beyond.
 * columns: how many numbers the longest row has; sides: how many of the two beyond are
 * shown. A cell is the darker the greater its number is among those of its row. Rows that
 * stay are not made anew, so that a hand or a reader keeps its place in them.
 */
export function layerRows(body, rows, columns, sides = 0) {
  const form = JSON.stringify([sides, rows.map((row) => [row.label, row.values.length])]);
  if (body.dataset.form !== form) {
    body.dataset.form = form;
    body.replaceChildren(...rows.flatMap((row) => emptyRows(row, columns, sides)));
  }
  const made = [...body.querySelectorAll("tr:not(.taps)")];
  rows.forEach(({ values, beyond, links }, i) => {
    fill(inner(made[i]), values);
    if (sides) outer(made[i]).forEach((cell, side) => besides(cell, beyond?.[side]));
    if (links) linked(made[i].previousElementSibling, rows[i - 1], values, links, columns);
  });
}

/** Return the cells of a row that hold its numbers, without those beyond its ends. */
export const inner = (row) => [...row.querySelectorAll("td:not(.beyond)")];
const outer = (row) => [...row.querySelectorAll("td.beyond")];

function emptyRows({ label, values, first, kind, links }, columns, sides) {
  const row = document.createElement("tr");
  row.className = [first ? "first" : "", kind ?? ""].join(" ").trim();
  const head = document.createElement("th");
  head.scope = "row";
  head.innerHTML = label;
  const cells = values.map(() => cell(columns / values.length));
  const ends = Array.from({ length: sides }, () => cell(1, "beyond"));
  row.append(head, ...ends.slice(0, 1), ...cells, ...ends.slice(1));
  return links ? [tapsRow(columns + sides), row] : [row];
}

function cell(span, kind = "") {
  const made = document.createElement("td");
  made.colSpan = span;
  made.className = kind;
  return made;
}

function tapsRow(columns) {
  const row = document.createElement("tr");
  row.className = "taps";
  row.setAttribute("aria-hidden", "true");
  const svg = document.createElementNS(SPACE, "svg");
  svg.setAttribute("viewBox", `0 0 ${columns} 1`);
  svg.setAttribute("preserveAspectRatio", "none");
  const place = cell(columns);
  place.append(svg);
  row.append(document.createElement("td"), place);
  return row;
}

/** Draw the lines between two rows, those that carry something in colour. */
function linked(row, above, values, links, columns) {
  const count = above.values.length;
  const across = (i, n) => (i < 0 ? 0.5 : i >= n ? columns + 1.5 : 1 + ((i + 0.5) * columns) / n);
  const value = (j) => (j < 0 ? above.beyond[0] : j >= count ? above.beyond[1] : above.values[j]);
  const lines = links.map(([from, to, weight]) => {
    const line = document.createElementNS(SPACE, "line");
    const ends = { x1: across(from, count), y1: 0, x2: across(to, values.length), y2: 1 };
    for (const [name, at] of Object.entries(ends)) line.setAttribute(name, at);
    line.style.strokeWidth = `${weight}px`;
    line.setAttribute("class", Math.abs(value(from)) > NOTHING ? "live" : "");
    return line;
  });
  row.querySelector("svg").replaceChildren(...lines);
}

function besides(cell, value) {
  cell.textContent = value === undefined ? "" : short(value);
  cell.classList.toggle("none", value === undefined);
}

function fill(cells, values) {
  const most = Math.max(...values.map(Math.abs), NOTHING);
  values.forEach((value, i) => {
    const share = Math.abs(value) < NOTHING ? 0 : Math.abs(value) / most;
    cells[i].textContent = short(value);
    cells[i].style.setProperty("--share", share);
    cells[i].className = value < -NOTHING ? "negative" : "";
  });
}

/** Return a number in as few letters as a narrow cell has room for. */
export function short(value) {
  const digits = Math.abs(value) >= 1000 ? 0 : Math.abs(value) >= 100 ? 1 : 2;
  const words = String(Number(value.toFixed(digits)));
  return words === "-0" ? "0" : words.replace("-", "\u2212");
}
