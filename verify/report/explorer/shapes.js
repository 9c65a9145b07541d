// Images of disks, and what is read from images.

const SUBSAMPLES = 8;

/** Return the image of a centred disk: the share of every pixel that it covers. */
export function disk(radius, size) {
  const image = new Float64Array(size * size);
  const fine = size * SUBSAMPLES;
  const axis = Float64Array.from(
    { length: fine },
    (_, i) => (i + 0.5) / SUBSAMPLES - size / 2,
  );
  for (let y = 0; y < fine; y += 1) {
    const row = Math.floor(y / SUBSAMPLES) * size;
    for (let x = 0; x < fine; x += 1) {
      if (axis[y] ** 2 + axis[x] ** 2 <= radius ** 2) {
        image[row + Math.floor(x / SUBSAMPLES)] += 1 / SUBSAMPLES ** 2;
      }
    }
  }
  return image;
}

/**
 * Return the image of a function of the distance from the centre, in pixels.
 *
 * Every pixel holds the mean over points x points places in it.
 */
export function radial(function_, size, points = 1) {
  const place = (i, k) => i + (k + 0.5) / points - size / 2;
  return Float64Array.from({ length: size * size }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < points * points; k += 1) {
      const x = place(i % size, k % points);
      const y = place(Math.floor(i / size), Math.floor(k / points));
      sum += function_(Math.hypot(x, y));
    }
    return sum / points ** 2;
  });
}

/** Return [mean radius, mean value] of rings one pixel wide, up to the largest radius. */
export function ringMeans(image, size, largest) {
  const radius = radial((r) => r, size);
  const sums = Array.from({ length: Math.floor(largest) + 1 }, () => [0, 0, 0]);
  image.forEach((value, i) => {
    const ring = sums[Math.floor(radius[i])];
    if (ring) [radius[i], value, 1].forEach((x, k) => (ring[k] += x));
  });
  return sums.map(([r, v, n]) => [r / n, v / n]);
}

/** Return the place where rising radii have a code, between the codes of two. */
export function radiusOf(code, codes, radii) {
  const rising = codes[codes.length - 1] > codes[0];
  const past = (i) => (rising ? codes[i] >= code : codes[i] <= code);
  let i = 0;
  while (i < codes.length && !past(i)) i += 1;
  if (i === 0) return radii[0];
  if (i === codes.length) return radii[codes.length - 1];
  const share = (code - codes[i - 1]) / (codes[i] - codes[i - 1]);
  return radii[i - 1] + share * (radii[i] - radii[i - 1]);
}

/**
 * Return area, horizontal against vertical, and diagonal against diagonal.
 *
 * The area in pixels; from the second moments M around the centre of the image
 * (Mxx - Myy) / (Mxx + Myy) and 2 Mxy / (Mxx + Myy).
 */
export function attributes(image) {
  const size = Math.sqrt(image.length);
  let [area, along, down, mixed] = [0, 0, 0, 0];
  image.forEach((value, i) => {
    const x = (i % size) - (size - 1) / 2;
    const y = Math.floor(i / size) - (size - 1) / 2;
    area += value;
    along += value * x * x;
    down += value * y * y;
    mixed += value * x * y;
  });
  const total = along + down || 1;
  return [area, (along - down) / total, (2 * mixed) / total];
}
