// Trained decoders, run from the weights that the store keeps.

/** Return max(t, 0) + slope min(t, 0) for every entry, in place. */
function leaky(values, slope) {
  for (let i = 0; i < values.length; i += 1) if (values[i] < 0) values[i] *= slope;
  return values;
}

/**
 * Return a transposed convolution of stride 2 and padding 1, in double precision.
 *
 * image: {values, side, channels}. weight: {shape: [in, out, k, k], values}. side: of
 * what comes out. Pixel (y, x) goes to (2 y + p - 1, 2 x + q - 1) by tap (p, q).
 */
function transposed(image, weight, bias, side) {
  const [inputs, outputs, taps] = weight.shape;
  const made = new Float64Array(outputs * side * side);
  for (let o = 0; o < outputs; o += 1) {
    const plane = made.subarray(o * side * side, (o + 1) * side * side);
    if (bias) plane.fill(bias.values[o]);
    for (let i = 0; i < inputs; i += 1) {
      const start = (i * outputs + o) * taps * taps;
      const kernel = weight.values.subarray(start, start + taps * taps);
      scatter(plane, side, image.values, i * image.side ** 2, image.side, kernel, taps);
    }
  }
  return { values: made, side, channels: outputs };
}

function scatter(plane, side, from, offset, small, kernel, taps) {
  for (let y = 0; y < small; y += 1) {
    for (let p = 0; p < taps; p += 1) {
      const row = 2 * y + p - 1;
      if (row < 0 || row >= side) continue;
      for (let x = 0; x < small; x += 1) {
        const value = from[offset + y * small + x];
        for (let q = 0; q < taps; q += 1) {
          const column = 2 * x + q - 1;
          if (column >= 0 && column < side) {
            plane[row * side + column] += value * kernel[p * taps + q];
          }
        }
      }
    }
  }
}

/**
 * Return the image of a code by a decoder of disks, size x size values row by row.
 *
 * network: {size, slope, weights, biases}; without biases where these are missing.
 */
export function decodedDisk(network, code) {
  const sides = halvings(network.size);
  let image = { values: Float64Array.of(code), side: 1, channels: 1 };
  network.weights.forEach((weight, layer) => {
    const bias = network.biases && network.biases[layer];
    image = transposed(image, weight, bias, sides[layer]);
    leaky(image.values, network.slope);
  });
  return image.values;
}

/** Return the sides of the layers of a decoder, the smallest first. */
function halvings(size) {
  const sides = [];
  for (let side = size; side > 1; side = (side + 1) >> 1) sides.unshift(side);
  return sides;
}

/** Return weight x + bias. */
function dense(values, weight, bias) {
  const [outputs, inputs] = weight.shape;
  return Float64Array.from({ length: outputs }, (_, o) => {
    let sum = bias.values[o];
    for (let i = 0; i < inputs; i += 1) sum += weight.values[o * inputs + i] * values[i];
    return sum;
  });
}

/**
 * Return the image of some codes by a decoder of ellipses, values in (0, 1).
 *
 * decoder: {slope, dense: [[weight, bias], ...], transposed: [[weight, bias], ...]}.
 */
export function decodedEllipse(decoder, codes) {
  let values = Float64Array.from(codes);
  for (const [weight, bias] of decoder.dense) {
    values = leaky(dense(values, weight, bias), decoder.slope);
  }
  const channels = decoder.transposed[0][0].shape[0];
  let image = { values, side: Math.sqrt(values.length / channels), channels };
  decoder.transposed.forEach(([weight, bias], layer) => {
    image = transposed(image, weight, bias, 2 * image.side);
    if (layer + 1 < decoder.transposed.length) leaky(image.values, decoder.slope);
  });
  return image.values.map((x) => 1 / (1 + Math.exp(-x)));
}
