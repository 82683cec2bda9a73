/**
 * Where a comparison runs. Cases in `cases/` know only this, so that the same code measures onnxruntime-node in
 * Vitest, and wasm and WebGPU in a browser's worker.
 */
import type { Runtime } from '@weft/engine/internal';
import type { ParityRow } from './rows.ts';

/** A runtime and the files to compare on it. */
export interface Lane {
  name: ParityRow['lane'];
  runtime: Runtime;
  /** A file of the repository by its path from the root, e.g. `tests/fixtures/tiny/expected.safetensors`. */
  read(path: string): Promise<Uint8Array>;
}

/** Measures on a lane; the rows' bounds are the lane's own. */
export type ParityCase = (lane: Lane) => Promise<ParityRow[]>;
