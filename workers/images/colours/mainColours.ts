/** A few colours that stand for what pictures show: k-means in L*a*b*, then clusters that look alike become one. */
import { kmeans } from 'ml-kmeans';
import type { Picture } from '../../../src/contract/drawing.ts';
import type { Palette, PaletteColour } from '../../../src/contract/pictures/palette.ts';
import { deltaE, type Lab, labOf, nearest, rgbOf } from './lab.ts';
import { samplePoints } from './samplePoints.ts';

/** Clusters that are looked for; more than there are names for become one again. */
const CLUSTERS = 14;
const MOST_COLOURS = 8;
/** ΔE2000 below which two clusters are shades of one colour. */
const ALIKE = 9;
/** Of what is shown: less is an edge between two others, or a speck. */
const LEAST_SHARE = 0.02;
const SEED = 5;

interface Cluster {
  lab: Lab;
  points: number;
}

/** The main colours of pictures of one subject, and how far their points lie from these. Empty for no pictures. */
export function mainColours(pictures: readonly Picture[]): Palette {
  return paletteOf(samplePoints(pictures).map(labOf));
}

/** The same of a picture that is held against a palette: its distance is that to the palette's colours. */
export function coloursBeside(picture: Picture, { colours }: Palette): Palette {
  const wanted = colours.map(({ rgb }) => labOf(rgb));
  const labs = samplePoints([picture]).map(labOf);
  const distances = labs.map((lab) => nearest(lab, wanted).distance);
  return { colours: paletteOf(labs).colours, distance: mean(distances) };
}

function paletteOf(labs: readonly Lab[]): Palette {
  const clusters = withoutSpecks(merged(clustersOf(labs)), labs.length);
  const places = labs.map((lab) => nearest(lab, centres(clusters)));
  const colours = clusters
    .map<PaletteColour>(({ lab }, index) => ({
      rgb: rgbOf(lab),
      share: places.filter(({ place }) => place === index).length / labs.length,
    }))
    .sort((a, b) => b.share - a.share);
  return { colours, distance: mean(places.map(({ distance }) => distance)) };
}

const centres = (clusters: readonly Cluster[]) => clusters.map(({ lab }) => lab);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

function clustersOf(labs: readonly Lab[]): Cluster[] {
  const distinct = new Map<string, Cluster>();
  for (const lab of labs) {
    const key = lab.map((value) => Math.round(value)).join(' ');
    const cluster = distinct.get(key) ?? { lab, points: 0 };
    distinct.set(key, { ...cluster, points: cluster.points + 1 });
  }
  // As few as these are their own clusters: drawn by lot among them, the means would be some of them twice.
  if (distinct.size <= CLUSTERS) return [...distinct.values()];
  const points = labs.map((lab) => [...lab]);
  const found = kmeans(points, CLUSTERS, { seed: SEED, initialization: 'kmeans++', maxIterations: 60 });
  const counts = new Array<number>(CLUSTERS).fill(0);
  for (const cluster of found.clusters) counts[cluster] = (counts[cluster] ?? 0) + 1;
  return found.centroids.flatMap(([l = 0, a = 0, b = 0], index) => {
    const count = counts[index] ?? 0;
    return count > 0 ? [{ lab: [l, a, b] as const, points: count }] : [];
  });
}

/** The nearest two become one, as long as they look alike or are too many. */
function merged(clusters: Cluster[]): Cluster[] {
  let left = clusters;
  for (;;) {
    const pair = nearestPair(left);
    if (!pair || (pair.distance >= ALIKE && left.length <= MOST_COLOURS)) return left;
    const { one, other } = pair;
    left = [...left.filter((cluster) => cluster !== one && cluster !== other), together(one, other)];
  }
}

function nearestPair(clusters: readonly Cluster[]): { one: Cluster; other: Cluster; distance: number } | null {
  let pair: { one: Cluster; other: Cluster; distance: number } | null = null;
  for (const [index, one] of clusters.entries()) {
    for (const other of clusters.slice(index + 1)) {
      const distance = deltaE(one.lab, other.lab);
      if (!pair || distance < pair.distance) pair = { one, other, distance };
    }
  }
  return pair;
}

function together(one: Cluster, other: Cluster): Cluster {
  const points = one.points + other.points;
  const part = (axis: 0 | 1 | 2) => (one.lab[axis] * one.points + other.lab[axis] * other.points) / points;
  return { lab: [part(0), part(1), part(2)], points };
}

function withoutSpecks(clusters: readonly Cluster[], points: number): Cluster[] {
  return clusters.filter((cluster) => cluster.points >= LEAST_SHARE * points);
}
