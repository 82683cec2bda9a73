/** A model's folder in the repository, as the engine's loader wants it. */
import { bytesSource, MissingFileError, type ModelSource } from '@weft/engine';
import type { Lane } from './lane.ts';

/** Reads below `folder`; whatever the lane can't read counts as missing. */
export function laneSource(lane: Lane, folder: string, name: string): ModelSource {
  async function read(path: string): Promise<Uint8Array> {
    try {
      return await lane.read(`${folder}/${path}`);
    } catch (error) {
      throw new MissingFileError(`${folder}/${path} can't be read.`, 'Write the fixtures anew.', { cause: error });
    }
  }
  return { name, size: async () => 0, read, open: async (path) => bytesSource(await read(path)) };
}
