/** What was seen in pictures, by their ids: each is looked at once, by the image worker, when somebody asks. */
import { useEffect } from 'react';
import { create } from 'zustand';
import type { Picture } from '../contract/drawing.ts';
import type { PictureLook } from '../contract/imageWorker.ts';
import { lookAt } from './imageClient.ts';

const useLooks = create<{ looks: ReadonlyMap<string, PictureLook> }>(() => ({ looks: new Map() }));

/** Pictures that were asked about, so that none is looked at twice. */
const asked = new Set<string>();

export interface LookedAt {
  id: string;
  /** Encoded, or its pixels. */
  bytes: ArrayBuffer | Picture;
}

/** What is known of these pictures; the map grows as they are looked at, and holds others too. */
export function useLooksOf(pictures: readonly LookedAt[]): ReadonlyMap<string, PictureLook> {
  useEffect(() => {
    for (const { id, bytes } of pictures) {
      if (asked.has(id)) continue;
      asked.add(id);
      lookAt(bytes).then(
        (look) => useLooks.setState(({ looks }) => ({ looks: new Map(looks).set(id, look) })),
        // Advice is a courtesy: a picture that can't be looked at gets none.
        () => undefined,
      );
    }
  }, [pictures]);
  return useLooks(({ looks }) => looks);
}
