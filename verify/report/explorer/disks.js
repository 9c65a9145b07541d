// Disks: a code, the image that a trained decoder makes of it, and its profile.

import { decodedDisk } from "explorer/networks.js";
import { announced, chosen, few, find, fixed, heard, picture } from "explorer/page.js";
import { shownOrMissing, told } from "explorer/page.js";
import { chart, followed } from "explorer/plot.js";
import { airy, nearestCosine, solved } from "explorer/profile.js";
import { disk, radial, radiusOf, ringMeans } from "explorer/shapes.js";

const POINTS = 4;

/** Return all that the section shows of a network at a code. */
export function diskAt(network, code) {
  const radius = radiusOf(code, network.codes.values, network.radii.values);
  const drawn = decodedDisk(network, code);
  const shown = disk(radius, network.size);
  const airys = scaledAiry(network, radius);
  return { code, radius, drawn, shown, ...answers(network, shown, airys) };
}

/** Return h(r) times a profile in the place of f, as images: Airy's and the cosine. */
function scaledAiry(network, radius) {
  const { overlap, norm } = solved([1]);
  const strength = overlap(radius / network.largest) / norm;
  const image = (f) =>
    radial((t) => strength * f(t / network.largest), network.size, POINTS);
  return { strength, airy: image(airy), cosine: image(nearestCosine) };
}

/** Without biases Airy's profile is predicted, with biases the disk itself. */
function answers(network, shown, { strength, airy: scaled, cosine }) {
  return network.biases
    ? { prediction: shown, rival: scaled, unit: 1 }
    : { prediction: scaled, rival: cosine, unit: strength || 1 };
}

/** Begin the section. */
export function disks(found) {
  if (!shownOrMissing("disks", found.missing)) return;
  const networks = { free: found.free, biased: found.biased };
  const form = find("disks-form");
  offered(form, networks);
  const slider = find("disks-code");
  const marks = find("disks-marks");
  let now;
  const redraw = followed(find("disks-profile"), (width) => drawn(now, width));

  function changed() {
    const network = networks[chosen(form, "disks-network")];
    const [from, to] = reach(network);
    const code = from + (slider.value / slider.max) * (to - from);
    marked(marks, network);
    now = profiles({ network, ...diskAt(network, code) });
    shown(now, slider);
    announced(now.says);
    redraw();
  }
  heard(form, changed);
  changed();
}

/** Return the codes at the ends of the slider: without biases it begins at 0. */
function reach({ biases, codes: { values } }) {
  return [biases ? values[0] : 0, values.at(-1)];
}

/** Mark under the slider where the disks of the training have their codes. */
function marked(svg, network) {
  const [from, to] = reach(network);
  const { codes, radii, trained } = network;
  const within = (r) => r >= radii.values[0] && r <= radii.values.at(-1);
  const path = [...trained.values].filter(within).map((r) => {
    const code = radiusOf(r, radii.values, codes.values);
    return `M${((100 * (code - from)) / (to - from)).toFixed(2)} 0V1`;
  });
  svg.firstElementChild.setAttribute("d", path.join(""));
  find("disks-training").textContent = network.training;
}

/** Let those be chosen that are stored, and say of others what to run. */
function offered(form, networks) {
  for (const button of form.elements["disks-network"]) {
    const { missing } = networks[button.value];
    button.disabled = Boolean(missing);
    button.checked = !missing && (button.checked || Boolean(networks.free.missing));
    find(`disks-${button.value}-note`).textContent = missing ? `not stored: ${missing}` : "";
  }
}

function shown({ network, code, radius, image, encoded }, slider) {
  const of = `${fixed(code, 4)}, the code of radius ${fixed(radius, 1)}`;
  told(slider, of);
  picture(find("disks-decoded"), image, `What the decoder makes of the code ${of}.`);
  picture(find("disks-shown"), encoded, `A disk of radius ${fixed(radius, 1)} pixels.`);
  for (const kind of ["free", "biased"]) {
    find(`disks-${kind}-legend`).hidden = (kind === "biased") !== Boolean(network.biases);
  }
}

/** Return the means of all images over rings, and in words how they differ. */
function profiles({ network, code, radius, drawn: image, shown: encoded, ...others }) {
  const { prediction, rival, unit } = others;
  const means = (values) => ringMeans(values, network.size, network.largest);
  const found = { measured: means(image), predicted: means(prediction), other: means(rival) };
  const off = largestDifference(found.measured, found.predicted) / unit;
  // Nearer to 0 than every code of the training there is no disk to speak of.
  const none = Math.abs(code) < 0.99 * Math.min(...network.codes.values.map(Math.abs));
  const says = none
    ? `No disk has the code ${few(code, 2)}: what is drawn is next to nothing.`
    : `Profile of the decoded image at radius ${fixed(radius, 1)}: ` +
      `it goes ${few(100 * off, 2)} per cent away from the prediction.`;
  return { network, code, radius, image, encoded, unit, none, ...found, says };
}

const LABELS = {
  free: { predicted: "prediction: Airy’s profile", other: "nearest rival: a cosine" },
  biased: { predicted: "prediction: the disk", other: "rival: best without biases" },
};

function drawn({ network, unit, none, measured, predicted, other, says }, width) {
  const labels = LABELS[network.biases ? "biased" : "free"];
  const lines = (changed) => [
    { kind: "prediction", label: labels.predicted, points: changed(predicted) },
    { kind: "rival", label: labels.other, points: changed(other) },
    { kind: "network", label: "network", points: changed(measured), dots: true },
  ];
  const x = { low: 0, high: 32, label: "distance \u03c1 from the centre, pixels" };
  const limit = network.biases ? 60 : 2;
  const away = (points) => points.map(([r, v], i) => [r, (100 * (v - predicted[i][1])) / unit]);
  chart(find("disks-profile"), width, {
    height: 250,
    x,
    y: { low: -0.1, high: 1.6, ticks: [0, 0.5, 1, 1.5] },
    lines: lines((points) => points),
    says,
  });
  find("disks-none").hidden = !none;
  chart(find("disks-residual"), width, {
    height: 150,
    x,
    y: { low: -limit, high: limit },
    lines: lines(none ? () => [] : away),
    says: none ? says : "The differences from the prediction, in per cent of its value at the centre.",
  });
}

function largestDifference(some, others) {
  return Math.max(...some.map(([, v], i) => Math.abs(v - others[i][1])));
}
