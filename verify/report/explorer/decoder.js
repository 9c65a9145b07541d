// A decoder of position: what each of its layers makes of a code.

/** How samples are spread before a layer of three taps. */
const UPSAMPLED = {
  zeros: (u) => u.flatMap((x) => [x, 0]),
  nearest: (u) => u.flatMap((x) => [x, x]),
};

/**
 * Return what every layer makes of a code, in front of its LeakyReLU.
 *
 * decoder: {layers, slope, upsampling}, each layer {weight, bias} with weight[o][i] of
 * one or three taps, as in theory.position.decoder. The last layer's one channel is the
 * signal.
 */
export function decodedLayers(decoder, code) {
  const made = [];
  let channels = [[code]];
  for (const layer of decoder.layers) {
    const layerMade = applied(layer, channels, UPSAMPLED[decoder.upsampling]);
    made.push(layerMade);
    channels = layerMade.map((u) => u.map((x) => (x >= 0 ? x : decoder.slope * x)));
  }
  return made;
}

function applied(layer, channels, upsampled) {
  const taps = layer.weight[0][0].length;
  const inputs = taps === 3 ? channels.map(upsampled) : channels;
  const reach = (taps - 1) / 2;
  return layer.weight.map((row, o) =>
    Array.from({ length: inputs[0].length }, (_, j) => {
      let sum = layer.bias[o];
      row.forEach((kernel, i) => {
        kernel.forEach((tap, k) => {
          const x = inputs[i][j + k - reach];
          if (tap && x !== undefined) sum += tap * x;
        });
      });
      return sum;
    }),
  );
}
