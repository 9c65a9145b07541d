// Parts of the page that several sections use.

export const find = (id) => document.getElementById(id);

/** Draw grey values from 0, black, to 1, white, row by row. */
export function picture(canvas, values, says) {
  const size = Math.sqrt(values.length);
  canvas.width = canvas.height = size;
  const context = canvas.getContext("2d");
  const pixels = context.createImageData(size, size);
  values.forEach((value, i) => {
    const grey = Math.round(255 * Math.min(Math.max(value, 0), 1));
    pixels.data.set([grey, grey, grey, 255], 4 * i);
  });
  context.putImageData(pixels, 0, 0);
  if (says) canvas.setAttribute("aria-label", says);
}

/** Call a function whenever a control inside an element is moved. */
export function heard(element, changed) {
  element.addEventListener("input", changed);
  element.addEventListener("submit", (event) => event.preventDefault());
}

/** Return the value of the chosen radio button of a name. */
export function chosen(form, name) {
  return form.elements[name].value;
}

/** Say what a slider stands at: beside it, and to a screen reader. */
export function told(slider, words) {
  find(`${slider.id}-says`).textContent = words;
  slider.setAttribute("aria-valuetext", words);
}

/** Return a function that calls another once nothing has asked for it for a while. */
export function settled(call, wait) {
  let timer = 0;
  return (...words) => {
    clearTimeout(timer);
    timer = setTimeout(() => call(...words), wait);
  };
}

/** Say something to screen readers, once a hand that moved something rests. */
export const announced = settled((words) => {
  if (touched) find("status").textContent = words;
}, 500);

let touched = false;
for (const kind of ["input", "click", "keydown"]) {
  document.addEventListener(kind, () => (touched = true), { capture: true, once: true });
}

/** Return a number in few digits, with a minus sign that is one. */
export function few(value, digits = 3) {
  const rounded = Number(value.toPrecision(digits));
  return String(Object.is(rounded, -0) ? 0 : rounded).replace("-", "\u2212");
}

/** Return a number with so many decimals. */
export function fixed(value, decimals) {
  const words = value.toFixed(decimals);
  return (Number(words) === 0 ? words.replace("-", "") : words).replace("-", "\u2212");
}

/** Show a section's figure, or instead of it how to measure what it needs. */
export function shownOrMissing(id, command) {
  find(`${id}-figure`).hidden = Boolean(command);
  find(`${id}-missing`).hidden = !command;
  if (command) find(`${id}-command`).textContent = command;
  return !command;
}
