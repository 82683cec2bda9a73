/** Adapters made into one, and what the library holds as files of other programs. */

import { describe, expect, it } from 'vitest';
import type { AdapterRef } from '../../../src/contract/adapters.ts';
import { StudioError } from '../../../src/contract/errors.ts';
import type { ExportRequest } from '../../../src/contract/files/adapterFiles.ts';
import { aboutOf } from '../../../src/features/library/about/aboutOf.ts';
import { exportFile } from '../../../src/features/library/files/exportFile.ts';
import { type MergeTools, mergeParts, rankOfMix } from '../../../src/features/library/merging/mergeFlow.ts';
import { adapter, libraryInNode } from './libraryInNode.ts';

const ranked = (id: string, rank: number, fewSteps = false) =>
  adapter(id, { adapter: { ...adapter(id).adapter, rank, loraAlpha: 2 * rank }, fewSteps });

async function merger() {
  const library = libraryInNode(ranked('a', 4), ranked('b', 2, true), ranked('c', 8));
  await library.flow.load();
  const asked: [AdapterRef[], string][] = [];
  const drawn: string[] = [];
  const log: string[] = [];
  const tools: MergeTools = {
    byId: library.byId,
    openModel: async () => void log.push('model'),
    async merge(parts, id) {
      log.push('merge');
      asked.push([parts, id]);
      return { adapter: { ...adapter('any').adapter, rank: 6 }, unkept: null };
    },
    keepLora: library.keepLora,
    draw: ({ id }) => void drawn.push(id),
    newId: () => (asked.length === 0 ? 'mix' : `mix-${asked.length}`),
    now: () => 99,
  };
  return { library, tools, asked, drawn, log };
}

describe('merging', () => {
  it('keeps a new adapter that says what it was made of, and draws its picture', async () => {
    const { library, tools, asked, drawn, log } = await merger();
    const choices = [
      { id: 'a', weight: 0.5 },
      { id: 'b', weight: -1 },
    ];
    const merged = await mergeParts('Adapter a', choices, tools);
    expect(log).toEqual(['model', 'merge']);
    expect(asked).toEqual([[choices, 'mix']]);
    expect(merged).toMatchObject({
      id: 'mix',
      name: 'Adapter a (2)',
      createdAt: 99,
      file: null,
      adapter: { rank: 6 },
      origin: {
        kind: 'merged',
        parts: [
          { name: 'Adapter a', weight: 0.5, rank: 4, loraAlpha: 8 },
          { name: 'Adapter b', weight: -1, rank: 2, loraAlpha: 4 },
        ],
      },
    });
    expect(library.records.get('mix')).toEqual(merged);
    expect(drawn).toEqual(['mix']);
  });

  it('leaves out what weighs nothing or was deleted, and what it would have taught', async () => {
    const { tools, asked } = await merger();
    const choices = [
      { id: 'a', weight: 1 },
      { id: 'b', weight: 0 },
      { id: 'gone', weight: 1 },
    ];
    expect((await mergeParts('Mix', choices, tools)).fewSteps).toBe(false);
    expect(asked[0]?.[0]).toEqual([{ id: 'a', weight: 1 }]);
    expect(rankOfMix(choices, tools.byId)).toBe(4);
    const withQuick = await mergeParts('Mix', [{ id: 'b', weight: 0.1 }], tools);
    expect(withQuick.fewSteps).toBe(true);
  });

  it('keeps nothing where the worker refuses', async () => {
    const { library, tools, drawn } = await merger();
    const misfit = new StudioError({ code: 'adapter-mismatch', message: 'It does not fit.', advice: 'Leave it out.' });
    const refused = mergeParts('Mix', [{ id: 'a', weight: 1 }], { ...tools, merge: () => Promise.reject(misfit) });
    await expect(refused).rejects.toBe(misfit);
    expect(library.byId('mix')).toBeNull();
    expect(drawn).toEqual([]);
  });

  it('adds up the ranks of what weighs', async () => {
    const { tools } = await merger();
    const choice = (id: string, weight: number) => ({ id, weight });
    expect(rankOfMix([choice('a', 1), choice('b', -0.5), choice('c', 0)], tools.byId)).toBe(6);
    expect(rankOfMix([], tools.byId)).toBe(0);
  });
});

describe('exporting', () => {
  const record = adapter('a', { name: 'Indigo', createdAt: 5, thumbnail: new ArrayBuffer(2) });
  const item = { method: 'lora', layout: 'peft', adapter: { id: 'a' }, fewSteps: true } as const;

  it('hands over all that the library knows of it', async () => {
    const requests: ExportRequest[] = [];
    const bytes = new ArrayBuffer(7);
    const file = await exportFile(record, item, record.name, async (request) => {
      requests.push(request);
      return { bytes, ending: 'zip' };
    });
    expect(file).toEqual({ bytes, fileName: 'Indigo.zip' });
    const { name, createdAt, origin, thumbnail } = record;
    const about = aboutOf(record);
    expect(requests).toEqual([{ item, name, createdAt, origin, about, thumbnail }]);
  });

  it.each([
    ['<african fabric>', 'african fabric.safetensors'],
    ['a/b\\c:d', 'a-b-c-d.safetensors'],
    [' ..hidden. ', 'hidden.safetensors'],
    ['a\u0007\nb', 'a-b.safetensors'],
    ['???', 'adapter.safetensors'],
  ])('%j is named so that every system takes it', async (name, expected) => {
    const { fileName } = await exportFile(record, item, name, async () => ({
      bytes: new ArrayBuffer(0),
      ending: 'safetensors',
    }));
    expect(fileName).toBe(expected);
  });
});
