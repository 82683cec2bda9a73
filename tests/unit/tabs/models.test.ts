/** The models in two tabs at once: what one adds or removes, the other's list has too. */
import { expect, it, vi } from 'vitest';
import { StoredModel } from '../../../src/contract/models.ts';
import { atRest, openTab, withBrowser } from './tabs.ts';

withBrowser();

it('added, told what they predict and removed in one tab are so in the other', async () => {
  const stored = new Map<string, StoredModel>();
  const loom = StoredModel.parse({
    id: 'loom',
    name: 'loom',
    origin: { kind: 'file', name: 'loom' },
    layout: 'single-file',
    family: 'Stable Diffusion 1',
    files: [{ path: 'loom.safetensors', bytes: 1, digest: null }],
    addedAt: 1,
  });
  const tab = async () => {
    const parts = await openTab(async () => ({
      ...(await import('../../../src/features/models/modelStore.ts')),
      client: await import('../../../src/features/models/modelsClient.ts'),
    }));
    const { client } = parts;
    const room = { modelBytes: 0, usedBytes: null, freeBytes: null };
    vi.spyOn(client, 'keptModels').mockImplementation(async () => ({
      models: [...stored.values()],
      unfinished: [],
      ...room,
    }));
    vi.spyOn(client, 'importModel').mockImplementation(async () => {
      stored.set('loom', loom);
      return { model: loom, notes: [] };
    });
    vi.spyOn(client, 'setModelPrediction').mockImplementation(async (id, prediction) => {
      stored.set(id, { ...loom, ...(prediction && { prediction }) });
    });
    vi.spyOn(client, 'removeModel').mockImplementation(async (id) => void stored.delete(id));
    await parts.loadModels();
    return { ...parts, shown: () => parts.useModels.getState().kept?.models };
  };
  const [a, b] = [await tab(), await tab()];
  await a.importLocal([{ path: 'loom.safetensors', file: new File([], 'loom.safetensors') }]);
  await atRest();
  expect([a.shown(), b.shown()]).toEqual([[loom], [loom]]);
  await b.predictAs(loom, 'v_prediction');
  await atRest();
  expect(a.shown()).toEqual([{ ...loom, prediction: 'v_prediction' }]);
  await b.remove(loom);
  await atRest();
  expect([a.shown(), b.shown()]).toEqual([[], []]);
});
