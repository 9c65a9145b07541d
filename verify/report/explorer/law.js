// A law of radii drawn by hand, and the profile that theory predicts for it.

import { minimised } from "explorer/minimised.js";
import { announced, few, find, fixed, heard, picture, told } from "explorer/page.js";
import { chart, followed } from "explorer/plot.js";
import { airy, solved } from "explorer/profile.js";
import { radial } from "explorer/shapes.js";

const BINS = 20;
const TALLEST = 100;
const SIZE = 64;

const LAWS = {
  uniform: () => 50,
  small: (r) => 100 * (1 - r) ** 2,
  large: (r) => 100 * r,
  hole: (r) => (r < 0.3 || r > 0.6 ? 60 : 0),
  one: (r) => (r > 0.55 && r < 0.65 ? 90 : 0),
};

const barOf = (made, i) => Math.round(made((i + 0.5) / BINS));

/** Begin the section: with a law that is not Airy's. */
export function law() {
  const form = find("law-form");
  const heights = Array.from({ length: BINS }, (_, i) => barOf(LAWS.hole, i));
  const bars = madeBars(find("law-bars"), heights);
  let now;
  const redraw = followed(find("law-profile"), (width) => drawn(now, width));

  function changed() {
    bars.forEach((bar, i) => stand(bar, i, heights[i]));
    for (const button of form.querySelectorAll("button")) {
      const same = heights.every((height, i) => height === barOf(LAWS[button.value], i));
      button.setAttribute("aria-pressed", same);
    }
    const nothing = heights.every((height) => height === 0);
    find("law-empty").hidden = !nothing;
    if (nothing) return;
    now = { ...solved(heights), direct: minimised(heights), largest: radius() };
    now.says = inWords(now);
    shown(now);
    announced(now.says);
    redraw();
  }
  function radius() {
    const slider = find("law-radius");
    told(slider, `${slider.value} pixels`);
    return Number(slider.value);
  }
  heard(form, changed);
  form.addEventListener("click", ({ target }) => {
    const made = LAWS[target.value];
    if (!made) return;
    heights.forEach((_, i) => (heights[i] = barOf(made, i)));
    changed();
  });
  byHand(find("law-bars"), bars, heights, changed);
  byKeys(bars, heights, changed);
  changed();
}

function madeBars(group, heights) {
  return heights.map((_, i) => {
    const bar = document.createElement("div");
    const attributes = {
      role: "slider",
      tabindex: i ? -1 : 0,
      "aria-orientation": "vertical",
      "aria-valuemin": 0,
      "aria-valuemax": TALLEST,
      "aria-label": `Radii from ${fixed(i / BINS, 2)} to ${fixed((i + 1) / BINS, 2)} R`,
      class: "bar",
    };
    for (const [name, value] of Object.entries(attributes)) bar.setAttribute(name, value);
    bar.append(document.createElement("span"));
    group.append(bar);
    return bar;
  });
}

function stand(bar, i, height) {
  bar.firstChild.style.height = `${height}%`;
  bar.setAttribute("aria-valuenow", Math.round(height));
}

/** Let a pointer draw across the bars. */
function byHand(group, bars, heights, changed) {
  let last = null;
  const draw = (event) => {
    const box = group.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    const place = Math.min(Math.max(Math.floor(share * BINS), 0), BINS - 1);
    const height = Math.round(TALLEST * (1 - (event.clientY - box.top) / box.height));
    const value = Math.min(Math.max(height, 0), TALLEST);
    between(last ?? { place, value }, { place, value }, heights);
    last = { place, value };
    changed();
  };
  group.addEventListener("pointerdown", (event) => {
    group.setPointerCapture(event.pointerId);
    last = null;
    draw(event);
    event.preventDefault();
  });
  group.addEventListener("pointermove", (event) => {
    if (group.hasPointerCapture(event.pointerId)) draw(event);
  });
}

/** Set the bars between two places, which a fast hand leaves out. */
function between(from, to, heights) {
  const steps = Math.max(1, Math.abs(to.place - from.place));
  for (let i = 0; i <= steps; i += 1) {
    const place = Math.round(from.place + ((to.place - from.place) * i) / steps);
    heights[place] = Math.round(from.value + ((to.value - from.value) * i) / steps);
  }
}

const MOVES = { ArrowUp: 5, ArrowDown: -5, PageUp: 20, PageDown: -20, Home: -TALLEST, End: TALLEST };

/** Let arrows walk from bar to bar and raise them. */
function byKeys(bars, heights, changed) {
  bars.forEach((bar, i) =>
    bar.addEventListener("keydown", (event) => {
      const side = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      const move = MOVES[event.key];
      if (side === undefined && move === undefined) return;
      event.preventDefault();
      if (move !== undefined) {
        heights[i] = Math.min(Math.max(heights[i] + move, 0), TALLEST);
        changed();
      } else if (bars[i + side]) {
        bar.tabIndex = -1;
        bars[i + side].tabIndex = 0;
        bars[i + side].focus();
      }
    }),
  );
}

function shown({ f, kappa, captured, direct, largest }) {
  picture(
    find("law-picture"),
    radial((t) => f(t / largest), SIZE, 2),
    `The image that the decoder scales under this law, up to ${largest} pixels.`,
  );
  find("law-kappa").textContent = few(kappa, 5);
  find("law-captured").textContent = `${fixed(100 * captured, 2)} %`;
  const apart = direct.f.reduce(
    (most, x, j) => Math.max(most, Math.abs(x - f(direct.rho[j]))),
    0,
  );
  find("law-apart").textContent = apart < 1e-6 ? "below 0.000001" : fixed(apart, 6);
}

function inWords({ f, kappa, captured, largest }) {
  return (
    `Predicted profile: one half at ${fixed(largest * halfway(f), 1)} of ${largest} ` +
    `pixels, constant ${few(kappa, 4)}, keeps ${fixed(100 * captured, 1)} per cent.`
  );
}

function drawn({ f, direct, largest, says }, width) {
  const places = Array.from({ length: 161 }, (_, i) => i / 160);
  const pixels = (points) => points.map(([rho, y]) => [rho * largest, y]);
  const each = [...direct.rho].map((rho, j) => [rho, direct.f[j]]);
  chart(find("law-profile"), width, {
    height: 270,
    x: { low: 0, high: 32, label: "distance \u03c1 from the centre, pixels" },
    y: { low: 0, high: 1.05, ticks: [0, 0.25, 0.5, 0.75, 1] },
    lines: [
      { kind: "prediction", label: "prediction: the equation", points: pixels(places.map((rho) => [rho, f(rho)])) },
      { kind: "direct", label: "direct minimisation", points: pixels(each.filter((_, j) => j % 6 === 0)) },
      { kind: "rival", label: "rival: Airy’s profile", points: pixels(places.map((rho) => [rho, airy(rho)])) },
    ],
    says,
  });
}

function halfway(f) {
  let [low, high] = [0, 1];
  for (let i = 0; i < 30; i += 1) {
    const middle = (low + high) / 2;
    if (f(middle) > 0.5) low = middle;
    else high = middle;
  }
  return low;
}
