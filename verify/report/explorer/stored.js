// What Python has put into the page: plain values, and arrays as base64 of float32.

/** Return the data of the page, its arrays as {shape, values}. */
export function stored(text) {
  return revived(JSON.parse(text));
}

function revived(value) {
  if (Array.isArray(value)) return value.map(revived);
  if (value === null || typeof value !== "object") return value;
  if (typeof value.float32 === "string") {
    return { shape: value.shape, values: floats(value.float32) };
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, revived(one)]),
  );
}

function floats(base64) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return Float64Array.from({ length: bytes.length / 4 }, (_, i) =>
    view.getFloat32(4 * i, true),
  );
}
