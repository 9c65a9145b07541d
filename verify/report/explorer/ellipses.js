// Ellipses: three codes, decoded by a PCA-like autoencoder and by a plain one.

import { decodedEllipse } from "explorer/networks.js";
import { announced, find, fixed, heard, picture, settled, told } from "explorer/page.js";
import { shownOrMissing } from "explorer/page.js";
import { attributes } from "explorer/shapes.js";

const AXES = 3;
const STEPS = 7;
const LARGEST = 3000;
const ARMS = ["ordered", "plain"];
const NAMES = { ordered: "PCA-like", plain: "plain" };

/** Return codes between the 5th and the 95th percentile of a network's own. */
export function codesAt({ low, high }, shares) {
  return shares.map((share, k) => low[k] + share * (high[k] - low[k]));
}

/** Begin the section. */
export function ellipses(found) {
  if (!shownOrMissing("ellipses", found.missing)) return;
  const form = find("ellipses-form");
  const sliders = Array.from({ length: AXES }, (_, k) => find(`ellipses-z${k + 1}`));
  const shares = () => sliders.map((slider) => slider.value / slider.max);
  const places = Object.fromEntries(ARMS.map((arm) => [arm, strips(arm)]));
  const walks = settled(() => walked(found, places, shares()), 150);
  const rows = find("ellipses-attributes").rows;
  table(found);
  find("ellipses-training").textContent = found.training;

  function changed() {
    const each = ARMS.map((arm) => codesAt(found[arm], shares()));
    const words = [];
    sliders.forEach((slider, k) => {
      const [one, other] = each.map((codes) => fixed(codes[k], 2));
      told(slider, `PCA-like ${one}; plain ${other}`);
    });
    found.ordered.decoders.forEach((decoder, k) => {
      const image = decodedEllipse(decoder, each[0].slice(0, k + 1));
      picture(find(`ellipses-ordered-${k + 1}`), image);
      if (k === AXES - 1) words.push(read(rows, 1, image));
    });
    const plain = decodedEllipse(found.plain.decoders[0], each[1]);
    picture(find("ellipses-plain"), plain);
    words.push(read(rows, 2, plain));
    announced(words.join(" "));
    walks();
  }
  heard(form, changed);
  form.addEventListener("reset", () => setTimeout(changed));
  changed();
}

/** Write the attributes of a decoded image into a column, and return them in words. */
function read(rows, column, image) {
  const [area, level, slanted] = attributes(image);
  const says = [fixed(area, 0), fixed(level, 2), fixed(slanted, 2)];
  const shares = [area / LARGEST, (1 + level) / 2, (1 + slanted) / 2];
  says.forEach((words, i) => {
    const cell = rows[i + 1].cells[column];
    cell.querySelector("output").textContent = words;
    cell.querySelector("i").style.left = `${100 * Math.min(Math.max(shares[i], 0), 1)}%`;
  });
  const name = column === 1 ? "PCA-like" : "Plain";
  return `${name}: area ${says[0]}, horizontal ${says[1]}, diagonal ${says[2]}.`;
}

/** Make the places for what every axis does by itself. */
function strips(arm) {
  return Array.from({ length: AXES }, (_, axis) => {
    const strip = document.createElement("div");
    strip.className = "walk";
    strip.setAttribute("role", "img");
    strip.innerHTML = `<span aria-hidden="true"><var>z</var><sub>${axis + 1}</sub></span>`;
    const canvases = Array.from({ length: STEPS }, () => document.createElement("canvas"));
    strip.append(...canvases);
    find(`ellipses-${arm}-walks`).append(strip);
    return { strip, canvases };
  });
}

/** Draw them from the codes as they stand. */
function walked(found, places, shares) {
  for (const arm of ARMS) {
    const decoder = found[arm].decoders.at(-1);
    places[arm].forEach(({ strip, canvases }, axis) => {
      const areas = canvases.map((canvas, i) => {
        const moved = shares.map((share, k) => (k === axis ? i / (STEPS - 1) : share));
        const image = decodedEllipse(decoder, codesAt(found[arm], moved));
        picture(canvas, image);
        return fixed(attributes(image)[0], 0);
      });
      const ends = `area from ${areas[0]} to ${areas.at(-1)} pixels`;
      strip.setAttribute("aria-label", `Along code ${axis + 1}: ${ends}.`);
    });
  }
}

/** Fill the table of correlations, which was worked out beforehand. */
function table(found) {
  ARMS.forEach((arm, block) => {
    const { values } = found[arm].correlations;
    const rows = Array.from({ length: AXES }, (_, axis) => {
      const row = document.createElement("tr");
      row.innerHTML = `<th scope="row">${NAMES[arm]}, <var>z</var><sub>${axis + 1}</sub></th>`;
      for (const value of values.slice(AXES * axis, AXES * (axis + 1))) {
        const cell = row.insertCell();
        cell.textContent = fixed(value, 2);
        cell.style.setProperty("--share", value);
      }
      return row;
    });
    find("ellipses-correlations").tBodies[block].replaceChildren(...rows);
  });
}
