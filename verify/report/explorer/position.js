// Position: a Dirac, the layers that encode it, and an exact decoder of its code.

import { cascaded, dirac } from "explorer/cascade.js";
import { decodedLayers } from "explorer/decoder.js";
import { layerRows, short } from "explorer/layers.js";
import { announced, chosen, find, heard, told } from "explorer/page.js";
import { chart, followed } from "explorer/plot.js";

const SMALL = 0.005;
const NEAR = 0.1;

/** Return the code of a Dirac under an encoder of the page. */
export function codeAt({ layers, pooling }, padding, a) {
  const length = 2 ** layers.length;
  return cascaded(dirac(a, length), layers, padding, pooling).at(-1)[0][0];
}

/** Begin the section. */
export function position({ lengths, trained }) {
  const form = find("position-form");
  const slider = find("position-at");
  const note = find("position-trained-note");
  note.textContent = trained.missing ? `not stored: ${trained.missing}` : note.textContent;
  let now;
  const redraw = followed(find("position-codes"), (width) => codes(now, width));

  function changed() {
    const length = chosen(form, "position-length");
    const size = Number(length);
    const known = lengths[length];
    const decoders = { ...known.decoders, trained };
    const able = !trained.missing && trained.length === size;
    find("position-trained").disabled = !able;
    if (!able && find("position-trained").checked) find("position-doubling").checked = true;
    slider.max = size - 1;
    slider.step = find("position-between").checked ? 0.25 : 1;
    const a = Math.min(Number(slider.value), size - 1);
    now = {
      size,
      a,
      encoder: known.encoders[chosen(form, "position-encoder")],
      padding: chosen(form, "position-padding"),
      kind: chosen(form, "position-decoder"),
    };
    told(slider, short(a));
    for (const part of document.querySelectorAll(".layers")) {
      part.classList.toggle("long", size > 8);
    }
    show(now, decoders[now.kind]);
    redraw();
  }
  // Some of its controls stand outside the form.
  heard(find("position"), changed);
  dragged(find("position-rows"), slider, changed);
  changed();
}

/** Let a pointer move the impulse along the first row. */
function dragged(body, slider, changed) {
  const move = (event) => {
    const all = body.rows[0].cells;
    const left = all[1].getBoundingClientRect().left;
    const right = all[all.length - 1].getBoundingClientRect().right;
    const place = ((event.clientX - left) / (right - left)) * (all.length - 1) - 0.5;
    slider.value = Math.min(Math.max(place, 0), slider.max);
    changed();
  };
  let held = false;
  body.addEventListener("pointerdown", (event) => {
    if (body.rows[0].contains(event.target)) {
      held = true;
      body.setPointerCapture(event.pointerId);
      move(event);
      event.preventDefault();
    }
  });
  body.addEventListener("pointermove", (event) => held && move(event));
  const drop = () => (held = false);
  body.addEventListener("pointerup", drop);
  body.addEventListener("pointercancel", drop);
}

function show(now, decoder) {
  const { a, size, encoder, padding } = now;
  const layers = cascaded(dirac(a, size), encoder.layers, padding, encoder.pooling);
  const code = layers.at(-1)[0][0];
  layerRows(find("position-rows"), encoderRows(dirac(a, size), layers), size);
  const made = decodedLayers(decoder, code);
  layerRows(find("decoder-rows"), decoderRows(now.kind, code, made), size);
  const sentence = outcome(a, size, code, made.at(-1)[0]);
  find("position-sentence").textContent = sentence;
  announced(sentence);
}

function encoderRows(signal, layers) {
  const rows = [{ label: "<var>x</var>", values: signal, first: true, kind: "signal" }];
  layers.forEach((channels, l) =>
    channels.forEach((values, c) => {
      const name = channels.length > 1 ? `<span class="channel">${"pqrs"[c]}</span>` : "";
      const label = `<var>u</var><sup>(${l + 1})</sup>${name}`;
      rows.push({ label, values, first: c === 0 });
    }),
  );
  return rows;
}

const CARRIED = { doubling: ["V", "\u2212V", "1"], ramp: ["R", "K"] };
const PIECES = ["V+1", "V", "V\u22121"];

function decoderRows(kind, code, made) {
  const rows = [{ label: "<var>z</var>", values: [code], first: true }];
  const inner = kind === "trained" ? [] : made.slice(0, -1);
  inner.forEach((channels, l) =>
    channels.forEach((values, c) => {
      const name = (l === inner.length - 1 ? PIECES : CARRIED[kind])[c];
      rows.push({ label: `<span class="channel">${name}</span>`, values, first: c === 0 });
    }),
  );
  rows.push({ label: "<var>y</var>", values: made.at(-1)[0], first: true, kind: "signal" });
  return rows;
}

/** Return in one sentence what became of the impulse. */
function outcome(a, size, code, signal) {
  const wanted = size - a;
  const right = Math.abs(code - wanted) < 1e-9;
  const off = Math.max(...dirac(a, size).map((x, i) => Math.abs(x - signal[i])));
  const begins = `The Dirac at ${short(a)} gets the code ${short(code)}`;
  const coded = right ? ", its inverted position" : `, where ${short(wanted)} would be right`;
  const back =
    off < SMALL
      ? "gives the Dirac back"
      : `${off < NEAR ? "nearly gives it" : "gives something else"} back, off by up to ${short(off)}`;
  return `${begins}${coded}; the decoder ${back}.`;
}

function codes({ size, encoder, padding, a }, width) {
  const places = Array.from({ length: size }, (_, i) => i);
  const found = places.map((i) => [i, codeAt(encoder, padding, i)]);
  const now = codeAt(encoder, padding, a);
  const heights = [...found.map(([, code]) => code), now];
  chart(find("position-codes"), width, {
    height: 220,
    x: { low: -0.3, high: size - 0.7, label: "position a of the impulse" },
    y: {
      low: Math.min(0, ...heights),
      high: 1.06 * Math.max(size, ...heights),
    },
    lines: [
      { kind: "prediction", points: places.map((i) => [i, size - i]) },
      { kind: "network", points: found, dots: true },
      { kind: "here", points: [[a, now]], dots: true },
    ],
    says: `Codes of the impulses from left to right: ${found.map(([, c]) => short(c)).join(", ")}.`,
  });
}
