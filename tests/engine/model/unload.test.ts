/** What a model holds on a GPU goes when it isn't needed, and comes back by itself. On a device that only counts buffers. */

import { loadCheckpoint, Model } from '@weft/engine';
import type { Runtime } from '@weft/engine/internal';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { laneSource } from '../../parity/laneSource.ts';
import { nodeLane } from '../../parity/nodeLane.ts';

beforeAll(() => vi.stubGlobal('GPUBufferUsage', { STORAGE: 1, COPY_DST: 2, COPY_SRC: 4 }));
afterAll(() => vi.unstubAllGlobals());

/** Counts buffers and sessions that are alive; sessions give zeros. */
function countingRuntime() {
  const alive = { bytes: 0, sessions: 0 };
  const gpu = {
    createBuffer({ size }: { size: number }) {
      alive.bytes += size;
      return { destroy: () => (alive.bytes -= size) };
    },
    queue: { writeBuffer() {}, onSubmittedWorkDone: async () => {} },
  };
  class Tensor {
    constructor(
      readonly type: string,
      readonly data: unknown,
      readonly dims: readonly number[],
    ) {}
    static fromGpuBuffer = () => new Tensor('float32', null, []);
    dispose() {}
  }
  const InferenceSession = {
    async create() {
      alive.sessions += 1;
      return {
        run: async () => ({ states: { data: new Float32Array(4) }, moments: { data: new Float32Array(4) } }),
        release: async () => {
          alive.sessions -= 1;
        },
      };
    },
  };
  const runtime = { ort: { Tensor, InferenceSession }, kind: 'webgpu', gpu, precision: 'float32', sessionOptions: {} };
  return { runtime: runtime as unknown as Runtime, alive };
}

it('a net that is unloaded frees its buffers and sessions and no other’s, and is there again when it is used', async () => {
  const { runtime, alive } = countingRuntime();
  const model = new Model(runtime, await loadCheckpoint(laneSource(nodeLane, 'tests/fixtures/tiny', 'tiny')));
  const pixels = new Float32Array(3 * model.nativeSize ** 2);
  await model.encodePixels(pixels, model.nativeSize);
  const vae = { ...alive };
  expect(vae.bytes).toBeGreaterThan(0);
  await model.encodePrompt('a cloth');
  const both = { ...alive };
  expect(both.bytes).toBeGreaterThan(vae.bytes);
  expect(both.sessions).toBe(2);

  await model.unload('textEncoder', 0);
  expect(alive).toEqual(vae);
  await model.encodePrompt('a cloth');
  expect(alive).toEqual(both);
  await model.unload('vae', 0);
  await model.unload('textEncoder', 0);
  expect(alive).toEqual({ bytes: 0, sessions: 0 });
  await model.encodePixels(pixels, model.nativeSize);
  expect(alive).toEqual(vae);

  // One as small as this is left where it is.
  await model.unload('vae');
  expect(alive).toEqual(vae);
  await model.release();
  expect(alive).toEqual({ bytes: 0, sessions: 0 });
});
