/** The full-size model with random weights. `scripts/fullSizeTests.mjs` names its folder. */
import process from 'node:process';
import { loadCheckpoint } from '@weft/engine';
import type { Checkpoint } from '@weft/engine/internal';
import { folderSource } from '@weft/engine/node';

const FOLDER = process.env.WEFT_FULL_SIZE_MODEL ?? '.cache/sd15-random-f16';

/** Its checkpoint, of which nothing is read yet that a device doesn't ask for. */
export function openCheckpoint(): Promise<Checkpoint> {
  return loadCheckpoint(folderSource(FOLDER, 'random'));
}
