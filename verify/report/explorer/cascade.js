// The encoder of position, layer after layer: three taps, then one number of each pair.

/** What a layer sees beyond the ends of its input. */
export const PADDINGS = {
  zeros: () => 0,
  circular: (u, i) => u[(i + u.length) % u.length],
  reflect: (u, i) => (u.length === 1 ? u[0] : u[i < 0 ? -i : 2 * u.length - 2 - i]),
  replicate: (u, i) => u[i < 0 ? 0 : u.length - 1],
};

/** How a layer makes one number of the pair u(2k), u(2k + 1). */
export const POOLINGS = { stride: (even) => even, max: Math.max };

/** Return the Dirac of eq. (11) at a, shared by two samples where a is no integer. */
export function dirac(a, length) {
  return Array.from({ length }, (_, i) => Math.max(0, 1 - Math.abs(a - i)));
}

/**
 * Return what every layer makes of a signal: a list of layers, each a list of channels.
 *
 * layers: each {weight, bias}, weight[o][c] three taps, as in theory.position.channels.
 */
export function cascaded(signal, layers, padding, pooling) {
  const beyond = PADDINGS[padding];
  const kept = POOLINGS[pooling];
  const made = [];
  let channels = [signal];
  for (const layer of layers) {
    channels = layer.weight.map((row, o) =>
      halved(filtered(channels, row, layer.bias[o], beyond), kept),
    );
    made.push(channels);
  }
  return made;
}

/**
 * Return which numbers of its input a layer's numbers are made of.
 *
 * length: of the input. A list of [from, to, weight]; a from of -1 or of length lies
 * beyond the ends. The weight is the greatest of the taps there, 1 where these differ in
 * kind.
 */
export function taps({ weight }, length, pooling) {
  const most = (k) => Math.max(...weight.flat().map((row) => Math.abs(row[k] ?? 0)));
  const reach = pooling === "max" ? [-1, 0, 1, 2] : [-1, 0, 1];
  const used = (offset) =>
    Math.max(most(offset + 1), pooling === "max" ? most(offset) : 0);
  return Array.from({ length: length / 2 }, (_, k) =>
    reach
      .filter((offset) => used(offset) > 0)
      .map((offset) => [2 * k + offset, k, pooling === "max" ? 1 : used(offset)]),
  ).flat();
}

function filtered(channels, row, bias, beyond) {
  const length = channels[0].length;
  return Array.from({ length }, (_, i) => {
    let sum = bias;
    channels.forEach((u, c) => {
      row[c].forEach((tap, k) => {
        const j = i + k - 1;
        if (tap) sum += tap * (j < 0 || j >= length ? beyond(u, j) : u[j]);
      });
    });
    return sum;
  });
}

function halved(y, kept) {
  return Array.from({ length: y.length / 2 }, (_, k) => kept(y[2 * k], y[2 * k + 1]));
}
