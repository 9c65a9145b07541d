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
  let now;
  const redraw = followed(find("disks-profile"), (width) => drawn(now, width));

  function changed() {
    const network = networks[chosen(form, "disks-network")];
    const ends = [network.codes.values[0], network.codes.values.at(-1)];
    const from = network.biases ? ends[0] : 0;
    const code = from + (slider.value / slider.max) * (ends[1] - from);
    now = profiles({ network, ...diskAt(network, code) });
    shown(now, slider);
    announced(now.says);
    redraw();
  }
  heard(form, changed);
  changed();
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
  const says =
    `Profile of the decoded image at radius ${fixed(radius, 1)}: ` +
    `it goes ${few(100 * off, 2)} per cent away from the prediction.`;
  return { network, code, radius, image, encoded, unit, ...found, says };
}

function drawn({ network, unit, measured, predicted, other, says }, width) {
  const lines = (changed) => [
    { kind: "prediction", points: changed(predicted) },
    { kind: "rival", points: changed(other) },
    { kind: "network", points: changed(measured), dots: true },
  ];
  const x = { low: 0, high: 32, label: "distance from the centre, pixels" };
  const limit = network.biases ? 60 : 2;
  const away = (points) => points.map(([r, v], i) => [r, (100 * (v - predicted[i][1])) / unit]);
  chart(find("disks-profile"), width, {
    height: 250,
    x,
    y: { low: -0.1, high: 1.6, ticks: [0, 0.5, 1, 1.5] },
    lines: lines((points) => points),
    says,
  });
  chart(find("disks-residual"), width, {
    height: 150,
    x,
    y: { low: -limit, high: limit },
    lines: lines(away),
    says: "The differences from the prediction, in per cent of its value at the centre.",
  });
}

function largestDifference(some, others) {
  return Math.max(...some.map(([, v], i) => Math.abs(v - others[i][1])));
}
