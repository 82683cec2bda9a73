/** The lane of `npm test`: onnxruntime-node on the processor, one thread, so that sums have one order. */
import { readFile } from 'node:fs/promises';
import { openNodeRuntime } from '@weft/engine/node';
import type { Lane } from './lane.ts';

const ROOT = new URL('../../', import.meta.url);

export const nodeLane: Lane = {
  name: 'cpu',
  runtime: openNodeRuntime(1),
  read: async (path) => new Uint8Array(await readFile(new URL(path, ROOT))),
};
