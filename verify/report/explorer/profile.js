// The profile that theory predicts for a law of radii that is constant on bins.
//
// With F(r) = int_0^r f s ds it solves f' = -kappa p F and F' = rho f on (0, 1), with
// f(0) = 1, F(0) = 0 and f(1) = 0; kappa is the least number for which there is one.
// Where p is constant this is Airy's equation, f'' = -kappa p rho f: both functions are
// continued through a bin by their Taylor series about its left edge, to all digits.

const TERMS = 40;
const HALVINGS = 60;
const STEP = 1.1;
const PARTS = 16;

/**
 * Return the profile for counts in equal bins of (0, 1), radii in shares of the largest.
 *
 * kappa: for p of mass 1. captured: the share of the images' energy that is kept.
 * f, overlap: functions of a radius, f(0) = 1 and overlap = F. norm: int f^2 rho.
 */
export function solved(counts) {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (!(total > 0) || counts.some((count) => !(count >= 0))) {
    throw new RangeError("counts must be at least 0 and not all 0.");
  }
  const width = 1 / counts.length;
  const density = counts.map((count) => count / total / width);
  const energy = squares(density, width) / 2;
  const kappa = least(density, width, 1 / energy);
  const pieces = continued(density, width, kappa);
  const at = (name) => (rho) => value(pieces, width, name, rho);
  const f = (rho) => (rho < 1 ? at("f")(rho) : 0);
  const overlap = at("overlap");
  const norm = integral((rho) => at("f")(rho) ** 2 * rho, counts.length * PARTS);
  return { kappa, captured: 1 / (kappa * energy), f, overlap, norm };
}

/** Return int p r^2 dr. */
function squares(density, width) {
  return density.reduce(
    (sum, p, i) => sum + (p * width ** 3 * ((i + 1) ** 3 - i ** 3)) / 3,
    0,
  );
}

/** Return the least kappa at which f reaches 0 within (0, 1], from a lower bound on. */
function least(density, width, bound) {
  let low = bound;
  let high = bound * STEP;
  while (staysPositive(density, width, high)) {
    low = high;
    high *= STEP;
  }
  for (let i = 0; i < HALVINGS; i += 1) {
    const middle = (low + high) / 2;
    if (staysPositive(density, width, middle)) low = middle;
    else high = middle;
  }
  return low;
}

// f falls as long as it is positive, so that the ends of the bins tell.
function staysPositive(density, width, kappa) {
  return continued(density, width, kappa).every(
    (piece) => horner(piece.f, width) > 0,
  );
}

/** Return the Taylor coefficients of f and F about the left edge of every bin. */
function continued(density, width, kappa) {
  let f = 1;
  let overlap = 0;
  return density.map((p, i) => {
    const piece = series(f, overlap, i * width, kappa * p);
    f = horner(piece.f, width);
    overlap = horner(piece.overlap, width);
    return piece;
  });
}

function series(f0, overlap0, edge, factor) {
  const f = new Float64Array(TERMS);
  const overlap = new Float64Array(TERMS);
  f[0] = f0;
  overlap[0] = overlap0;
  for (let n = 0; n + 1 < TERMS; n += 1) {
    f[n + 1] = (-factor * overlap[n]) / (n + 1);
    overlap[n + 1] = (edge * f[n] + (n ? f[n - 1] : 0)) / (n + 1);
  }
  return { f, overlap };
}

function value(pieces, width, name, rho) {
  const place = Math.min(Math.max(rho, 0), 1);
  const bin = Math.min(Math.floor(place / width), pieces.length - 1);
  return horner(pieces[bin][name], place - bin * width);
}

function horner(coefficients, x) {
  let sum = 0;
  for (let n = coefficients.length - 1; n >= 0; n -= 1) sum = sum * x + coefficients[n];
  return sum;
}

/** Return the integral over (0, 1) by Simpson's rule. */
export function integral(function_, intervals) {
  let sum = function_(0) + function_(1);
  for (let i = 1; i < 2 * intervals; i += 1) {
    sum += (i % 2 ? 4 : 2) * function_(i / (2 * intervals));
  }
  return sum / (6 * intervals);
}

/** Return Airy's profile in closed form, by its power series about 0; 0 from 1 on. */
export function airy(rho) {
  if (rho >= 1) return 0;
  let term = 1;
  let sum = 1;
  for (let n = 3; n < 60; n += 3) {
    term *= (-AIRY_CONSTANT * rho ** 3) / (n * (n - 1));
    sum += term;
  }
  return sum;
}

/** k R^3, the cube of the first zero of sqrt(3) Ai(-x) + Bi(-x). */
export const AIRY_CONSTANT = 7.837347438943489;

/** Return the nearest cosine of a power, as an image of the same norm as Airy's. */
export function nearestCosine(rho) {
  return rho < 1 ? SAME_NORM * cosine(rho) : 0;
}

const cosine = (rho) => Math.cos((Math.PI * rho ** 1.428) / 2);
const squared = (f) => integral((rho) => f(rho) ** 2 * rho, 400);
const SAME_NORM = Math.sqrt(squared(airy) / squared(cosine));
