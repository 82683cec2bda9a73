/** An image's photograph while it is being cropped: read out of storage, and turned into something to be looked at. */
import { useEffect, useState } from 'react';
import type { ErrorInfo } from '../../../contract/errors.ts';
import { errorInfoOf } from '../../../kit/worker/outcome.ts';
import { uprightPhotograph } from '../../../session/imageClient.ts';
import type { ImageRecord } from '../imageRecords.ts';
import { type CropSource, photographOf } from './photographOf.ts';

export interface ShownPhotograph extends CropSource {
  /** PNG. */
  preview: ArrayBuffer;
}

export interface ReadPhotograph {
  /** Null until it is read. */
  photograph: ShownPhotograph | null;
  error: ErrorInfo | null;
}

/** @param image as it is when it begins to be cropped */
export function usePhotograph(image: ImageRecord): ReadPhotograph {
  const [first] = useState(image);
  const [read, setRead] = useState<ReadPhotograph>({ photograph: null, error: null });
  useEffect(() => {
    let current = true;
    const load = async (): Promise<ReadPhotograph> => {
      try {
        const source = await photographOf(first);
        const { preview } = await uprightPhotograph(source.file);
        return { photograph: { ...source, preview }, error: null };
      } catch (error) {
        return { photograph: null, error: errorInfoOf(error) };
      }
    };
    void load().then((loaded) => current && setRead(loaded));
    return () => {
      current = false;
    };
  }, [first]);
  return read;
}
