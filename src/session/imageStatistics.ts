/** What was seen in pictures, by their ids: each is looked at once, by the image worker, when somebody asks. */
import { useEffect } from 'react';
import { create } from 'zustand';
import type { Picture } from '../contract/drawing.ts';
import type { ImageStatistics } from '../contract/imageWorker.ts';
import { measureImage } from './imageClient.ts';

const useImageStatistics = create<{ statistics: ReadonlyMap<string, ImageStatistics> }>(() => ({
  statistics: new Map(),
}));

/** Pictures that were asked about, so that none is looked at twice. */
const asked = new Set<string>();

export interface Measured {
  id: string;
  /** Encoded, or its pixels. */
  bytes: ArrayBuffer | Picture;
}

/** What is known of these pictures; the map grows as they are looked at, and holds others too. */
export function useStatisticsOf(pictures: readonly Measured[]): ReadonlyMap<string, ImageStatistics> {
  useEffect(() => {
    for (const { id, bytes } of pictures) {
      if (asked.has(id)) continue;
      asked.add(id);
      measureImage(bytes).then(
        (measured) =>
          useImageStatistics.setState(({ statistics }) => ({ statistics: new Map(statistics).set(id, measured) })),
        // Advice is a courtesy: a picture that can't be looked at gets none.
        () => undefined,
      );
    }
  }, [pictures]);
  return useImageStatistics(({ statistics }) => statistics);
}
