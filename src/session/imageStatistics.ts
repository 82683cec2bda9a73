/** What was seen in pictures, by their ids: each is looked at once, by the image worker, when somebody asks. */
import { useEffect } from 'react';
import { create } from 'zustand';
import type { Picture } from '../contract/drawing.ts';
import type { ImageStatistics } from '../contract/imageWorker.ts';
import { measureImage } from './imageClient.ts';

const useImageStatistics = create<{ statistics: ReadonlyMap<string, ImageStatistics> }>(() => ({
  statistics: new Map(),
}));

export interface Measured {
  id: string;
  /** Encoded, or its pixels. */
  bytes: Blob | ArrayBuffer | Picture;
}

const lookAt = lookingOnce(measureImage, (id, measured) =>
  useImageStatistics.setState(({ statistics }) => ({ statistics: new Map(statistics).set(id, measured) })),
);

/** What is known of these pictures; the map grows as they are looked at, and holds others too. */
export function useStatisticsOf(pictures: readonly Measured[]): ReadonlyMap<string, ImageStatistics> {
  useEffect(() => lookAt(pictures), [pictures]);
  return useImageStatistics(({ statistics }) => statistics);
}

/**
 * Gives what has each picture measured that is handed to it, none twice, and one after the other: hundreds handed over at
 * once would be copied at once, and lie decoded beside each other.
 */
export function lookingOnce(
  measure: (image: ArrayBuffer | Picture) => Promise<ImageStatistics>,
  onMeasured: (id: string, statistics: ImageStatistics) => void,
): (pictures: readonly Measured[]) => void {
  const asked = new Set<string>();
  let turn: Promise<void> = Promise.resolve();
  return (pictures) => {
    for (const { id, bytes } of pictures) {
      if (asked.has(id)) continue;
      asked.add(id);
      turn = turn
        .then(async () => measure(bytes instanceof Blob ? await bytes.arrayBuffer() : bytes))
        .then(
          (statistics) => onMeasured(id, statistics),
          // Advice is a courtesy: a picture that can't be looked at gets none.
          () => undefined,
        );
    }
  };
}
