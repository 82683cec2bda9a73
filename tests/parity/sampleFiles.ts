/**
 * Files of a real Stable Diffusion 1.5 training, for the tests that read them: `adapters/` and `embeddings/` in the folder
 * that WEFT_SAMPLES names. Their tests are skipped where it names none.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

const folder = process.env.WEFT_SAMPLES || undefined;

export const hasSamples = folder !== undefined;

/** What the names of skipped tests end with. */
export const whySkipped = hasSamples ? '' : ' (skipped: WEFT_SAMPLES names no folder)';

/** One of the files. Throws where it isn't there. */
export function readSampleFile(...path: string[]): Uint8Array {
  return new Uint8Array(readFileSync(join(folder ?? '', ...path)));
}
