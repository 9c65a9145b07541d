// The page: its data, its sections, and its functions for whoever wants to check them.

import { cascaded, dirac } from "explorer/cascade.js";
import { decodedLayers } from "explorer/decoder.js";
import { diskAt, disks } from "explorer/disks.js";
import { codesAt, ellipses } from "explorer/ellipses.js";
import { law } from "explorer/law.js";
import { minimised } from "explorer/minimised.js";
import { decodedDisk, decodedEllipse } from "explorer/networks.js";
import { find } from "explorer/page.js";
import { position } from "explorer/position.js";
import { AIRY_CONSTANT, airy, solved } from "explorer/profile.js";
import { attributes, disk, ringMeans } from "explorer/shapes.js";
import { stored } from "explorer/stored.js";

const data = stored(find("data").textContent);

disks(data.disks);
law();
position(data.position);
ellipses(data.ellipses);

window.explorer = {
  AIRY_CONSTANT,
  airy,
  attributes,
  cascaded,
  codesAt,
  data,
  decodedDisk,
  decodedEllipse,
  decodedLayers,
  dirac,
  disk,
  diskAt,
  minimised,
  ringMeans,
  solved,
};
document.documentElement.dataset.ready = String(Math.round(performance.now()));
