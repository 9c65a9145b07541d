// Layers of numbers as a table: every number stands above the pair that it came from.

const NOTHING = 1e-9;

/**
 * Fill a table body: one row for each channel of each layer.
 *
 * rows: [{label, values, first, kind}], label in HTML; columns: how many the longest row
 * has. A cell is the darker the greater its number is among those of its row. Rows that
 * stay are not made anew, so that a hand or a reader keeps its place in them.
 */
export function layerRows(body, rows, columns) {
  const form = JSON.stringify(rows.map(({ label, values }) => [label, values.length]));
  if (body.dataset.form !== form) {
    body.dataset.form = form;
    body.replaceChildren(...rows.map((row) => emptyRow(row, columns)));
  }
  rows.forEach(({ values }, i) => fill([...body.rows[i].cells].slice(1), values));
}

function emptyRow({ label, values, first, kind }, columns) {
  const row = document.createElement("tr");
  row.className = [first ? "first" : "", kind ?? ""].join(" ").trim();
  const head = document.createElement("th");
  head.scope = "row";
  head.innerHTML = label;
  const cells = values.map(() => {
    const cell = document.createElement("td");
    cell.colSpan = columns / values.length;
    return cell;
  });
  row.append(head, ...cells);
  return row;
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
