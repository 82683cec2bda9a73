/** Losses as TensorBoard's event file, handed to TensorBoard (`reference/parity/check_ours.py`) where WEFT_PARITY_OURS names a folder. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { expect, it } from 'vitest';
import { eventFile, eventFileName } from '../../src/features/library/losses/eventFile.ts';
import { lossCurves } from '../../src/features/library/losses/lossCurves.ts';

it('writes the curves of a run', async () => {
  const losses = Array.from({ length: 800 }, (_, index) => ({
    step: index + 1,
    instance: Math.fround(1 / (index + 1)),
    prior: index % 2 === 0 ? Math.fround(0.1 + Math.sin(index)) : null,
  }));
  const evaluations = [100, 400, 800].map((step) => ({ step, trained: Math.fround(step / 3), heldOut: null }));
  const curves = lossCurves({ losses, evaluations });
  expect(curves.map(({ points }) => points.length)).toEqual([800, 400, 3]);
  const endedAt = 1_763_000_000_000;
  const file = await eventFile(curves, { endedAt, seconds: 240 });
  if (!process.env.WEFT_PARITY_OURS) return;
  const folder = join(process.env.WEFT_PARITY_OURS, 'losses');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, eventFileName(endedAt)), new Uint8Array(await file.arrayBuffer()));
  await writeFile(join(folder, 'curves.json'), JSON.stringify(curves));
});
