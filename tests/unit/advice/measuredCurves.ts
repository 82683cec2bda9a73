/** Evaluation losses of real runs on the starter, to hold the rules about curves against. */
import type { EvaluationPoint } from '../../../src/contract/runs/runs.ts';

const curve = (...points: [step: number, trained: number, heldOut: number][]): EvaluationPoint[] =>
  points.map(([step, trained, heldOut]) => ({ step, trained, heldOut }));

/** The default run: 300 steps, eight sample fabrics learnt from and two held out. */
export const DEFAULT_RUN = curve(
  [0, 0.2303, 0.2052],
  [25, 0.207, 0.1912],
  [50, 0.2054, 0.1889],
  [75, 0.2035, 0.1869],
  [100, 0.2, 0.1846],
  [125, 0.2004, 0.1871],
  [150, 0.1977, 0.1838],
  [175, 0.1973, 0.1829],
  [200, 0.1962, 0.1831],
  [225, 0.1948, 0.1807],
  [250, 0.1953, 0.1825],
  [275, 0.1937, 0.1809],
  [300, 0.1957, 0.1827],
);

/** 600 steps without class images. */
export const LONG_RUN = curve(
  [0, 0.2303, 0.2052],
  [50, 0.2002, 0.1883],
  [100, 0.2, 0.1895],
  [150, 0.1947, 0.1812],
  [200, 0.1936, 0.1794],
  [250, 0.1904, 0.1768],
  [300, 0.1878, 0.1767],
  [350, 0.1873, 0.1744],
  [400, 0.1871, 0.1762],
  [450, 0.1844, 0.1747],
  [500, 0.1849, 0.1748],
  [550, 0.1837, 0.1718],
  [600, 0.1865, 0.1782],
);

/** Two fabrics with rank and alpha 16 and no class images: steps that reach too far. */
export const FAR_STEPS = curve(
  [0, 0.2331, 0.244],
  [50, 0.1978, 0.213],
  [100, 0.1871, 0.2055],
  [150, 0.1827, 0.2074],
  [200, 0.1818, 0.2072],
  [250, 0.2065, 0.2244],
  [300, 0.237, 0.2513],
  [350, 0.2147, 0.2276],
  [400, 0.219, 0.2309],
  [450, 0.1928, 0.2107],
  [500, 0.1839, 0.209],
);

/** A learning rate of 0.1. */
export const HUGE_RATE = curve(
  [0, 0.2303, 0.2052],
  [25, 1.0645, 1.0674],
  [50, 1.0482, 1.0532],
  [75, 1.0171, 1.0245],
  [100, 1.0281, 1.0329],
);

/** A learning rate of 0.0001, a fortieth of the usual one. */
export const TINY_RATE = curve(
  [0, 0.2303, 0.2052],
  [25, 0.2292, 0.2042],
  [50, 0.2278, 0.2031],
  [75, 0.226, 0.2016],
  [100, 0.2234, 0.1996],
);
