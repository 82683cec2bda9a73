/**
 * The nets of Stable Diffusion 1.5's own size, which takes minutes, 2 GB of disk and 12 GB of memory: only where
 * WEFT_FULL_SIZE names a folder that `reference/parity/write_full_size.py` filled.
 */
import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { openNodeRuntime } from '@weft/engine/node';
import { expect, it } from 'vitest';
import { compareNets } from './cases/nets.ts';
import type { Lane } from './lane.ts';
import { hold } from './rows.ts';

const folder = process.env.WEFT_FULL_SIZE;
const MINUTES = 60_000;

it.skipIf(!folder)(
  'computes what diffusers computes with 860 million parameters',
  async () => {
    const lane: Lane = {
      name: 'cpu',
      runtime: openNodeRuntime(),
      read: async (path) => new Uint8Array(await readFile(path)),
    };
    const subject = {
      name: 'SD 1.5 at full size',
      model: folder as string,
      expected: `${folder}/expected.safetensors`,
      bound: 1e-4,
    };
    const rows = await compareNets(subject)(lane);
    expect(rows).toHaveLength(4);
    for (const row of rows) hold(row);
  },
  30 * MINUTES,
);
