// Position: a Dirac, the layers that encode it, and an exact decoder of its code.

import { PADDINGS, cascaded, dirac, taps } from "explorer/cascade.js";
import { decodedLayers } from "explorer/decoder.js";
import { inner, layerRows, short } from "explorer/layers.js";
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
    for (const part of find("position").querySelectorAll(".layers, .figure")) {
      part.classList.toggle("long", size > 8);
    }
    for (const part of find("position").querySelectorAll("[data-decoder]")) {
      part.hidden = part.dataset.decoder !== now.kind;
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
    const all = inner(body.rows[0]);
    const { left } = all[0].getBoundingClientRect();
    const { right } = all.at(-1).getBoundingClientRect();
    const place = ((event.clientX - left) / (right - left)) * all.length - 0.5;
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
  const sides = encoder.pooling === "max" ? 2 : 1;
  const layers = cascaded(dirac(a, size), encoder.layers, padding, encoder.pooling);
  const code = layers.at(-1)[0][0];
  layerRows(find("position-rows"), encoderRows(now, layers, sides), size, sides);
  const made = decodedLayers(decoder, code);
  layerRows(find("decoder-rows"), decoderRows(now.kind, code, made), size);
  const sentence = outcome(now, code, made.at(-1)[0]);
  find("position-sentence").textContent = sentence;
  announced(sentence);
}

function encoderRows({ a, size, encoder, padding }, layers, sides) {
  const signal = dirac(a, size);
  const ends = (u) =>
    u.length > 1 ? [-1, u.length].slice(0, sides).map((i) => PADDINGS[padding](u, i)) : undefined;
  const begins = { label: "<var>x</var>", values: signal, first: true, kind: "signal" };
  const rows = [{ ...begins, beyond: ends(signal) }];
  layers.forEach((channels, l) =>
    channels.forEach((values, c) => {
      const name = channels.length > 1 ? `<span class="channel">${"pqrs"[c]}</span>` : "";
      const label = `<var>u</var><sup>(${l + 1})</sup>${name}`;
      const links = c ? undefined : taps(encoder.layers[l], 2 * values.length, encoder.pooling);
      rows.push({ label, values, first: c === 0, beyond: ends(values), links });
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
function outcome({ a, size, encoder, padding }, code, signal) {
  const wanted = size - a;
  const right = Math.abs(code - wanted) < 1e-9;
  const off = Math.max(...dirac(a, size).map((x, i) => Math.abs(x - signal[i])));
  const begins = `The Dirac at ${short(a)} gets the code ${short(code)}`;
  const coded = right ? ", its inverted position" : `${instead(code, wanted, timesInverted(size, encoder, padding))}`;
  const back =
    off < SMALL
      ? "gives the Dirac back"
      : `${off < NEAR ? "nearly gives it" : "gives something else"} back: ` +
        `at some sample ${short(off)} away from the Dirac, whose greatest value is 1`;
  return `${begins}${coded}; the decoder ${back}.`;
}

function instead(code, wanted, times) {
  return Math.abs(code - times * wanted) < 1e-9
    ? `, ${short(times)} times the inverted position ${short(wanted)}, as for every whole a above 0`
    : `, where ${short(wanted)} would be right`;
}

/** Return how many times the inverted position the codes are above 0; 0 where they differ. */
function timesInverted(size, encoder, padding) {
  const places = Array.from({ length: size - 1 }, (_, i) => i + 1);
  const times = places.map((i) => codeAt(encoder, padding, i) / (size - i));
  return times.every((one) => Math.abs(one - times[0]) < 1e-9) ? times[0] : 0;
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
      { kind: "prediction", label: "inverted position", points: places.map((i) => [i, size - i]) },
      { kind: "network", label: "this encoder", points: found, dots: true },
      { kind: "here", label: "the impulse as it stands", points: [[a, now]], dots: true },
    ],
    says: `Codes of the impulses from left to right: ${found.map(([, c]) => short(c)).join(", ")}.`,
  });
}
