// Direct minimisation: the energy of eq. (4) on rings, without any equation for f.
//
// With the best h for every radius it is least where the sum of p <f, 1_Br>^2 over
// |f|^2 is greatest (eq. 7): the first axis of the disks, found by power iteration.

const MOST = 3000;
const SETTLED = 1e-11;

/** Rings from the centre to the largest radius that occurs, at least. */
const RINGS = 480;

/** Return the middles of the rings and f there, f = 1 in the first. */
export function minimised(counts) {
  const bins = counts.findLastIndex((count) => count > 0) + 1;
  const each = Math.ceil(RINGS / bins);
  const rings = each * bins;
  const rho = Float64Array.from(
    { length: rings },
    (_, j) => ((j + 0.5) / rings) * (bins / counts.length),
  );
  const share = rho.map((_, j) => counts[Math.floor(j / each)]);
  let f = new Float64Array(rings).fill(1);
  for (let i = 0; i < MOST; i += 1) {
    const next = improved(f, rho, share);
    const moved = next.reduce((most, x, j) => Math.max(most, Math.abs(x - f[j])), 0);
    f = next;
    if (moved < SETTLED) break;
  }
  return { rho, f };
}

/** Return the gradient of the sum of p <f, 1_Br>^2 over all radii, scaled. */
function improved(f, rho, share) {
  const overlap = new Float64Array(f.length);
  let inside = 0;
  for (let j = 0; j < f.length; j += 1) {
    const ring = f[j] * rho[j];
    overlap[j] = share[j] * (inside + ring / 2);
    inside += ring;
  }
  const next = new Float64Array(f.length);
  let beyond = 0;
  for (let j = f.length - 1; j >= 0; j -= 1) {
    next[j] = beyond + overlap[j] / 2;
    beyond += overlap[j];
  }
  return next.map((x) => x / next[0]);
}
