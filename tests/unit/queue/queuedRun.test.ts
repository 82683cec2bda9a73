/** Runs as they go into the queue, and as they come back out of storage. */
import { describe, expect, it } from 'vitest';
import { queuedRuns } from '../../../src/features/training/queue/queuedRun.ts';
import { QueuedPicture, QueueRecord } from '../../../src/features/training/queue/queueRecords.ts';
import { parseRecord } from '../../../src/kit/records/RecordStore.ts';
import { settings } from '../training/trainingInNode.ts';
import { item, MODEL } from './queueInNode.ts';

const picture = (name: string, caption: string, content: string) => ({ name, caption, bytes: new Blob([content]) });
const WITH = {
  images: [picture('a.png', 'red', 'one'), picture('b.png', '', 'two'), picture('a again.png', 'blue', 'one')],
  model: MODEL,
  dataset: null,
  ownClassImages: ['own'],
};

describe('runs that are put into the queue', () => {
  it('name their pictures with their captions as they are, each picture kept once for all of them', async () => {
    const run = (id: string, change = {}) => ({
      id,
      settings: { ...settings, adapterName: id },
      sweep: null,
      ...change,
    });
    const { items, pictures } = await queuedRuns([run('x'), run('y', { withoutCaptions: true })], WITH);
    expect(await Promise.all(pictures.map((one) => one.bytes.text()))).toEqual(['one', 'two']);
    const [first, second] = pictures.map(({ id }) => id);
    expect(items[0]?.images).toEqual([
      { fingerprint: first, name: 'a.png', caption: 'red' },
      { fingerprint: second, name: 'b.png', caption: '' },
      { fingerprint: first, name: 'a again.png', caption: 'blue' },
    ]);
    expect(items[1]?.images.map(({ caption }) => caption)).toEqual(['', '', '']);
    expect(items[0]).toMatchObject({ model: { fingerprint: MODEL.fingerprint, name: MODEL.name }, ownClassImages: [] });
  });

  it('name class images of a person’s own where they learn beside these', async () => {
    const own = { ...settings, ownClassImages: true };
    const { items } = await queuedRuns([{ id: 'x', settings: own, sweep: null }], WITH);
    expect(items[0]?.ownClassImages).toEqual(['own']);
    const itself = { ...own, priorFrom: 'own-prediction' } as const;
    const without = await queuedRuns([{ id: 'y', settings: itself, sweep: null }], WITH);
    expect(without.items[0]?.ownClassImages).toEqual([]);
  });

  it('are refused without a picture, with what to do', async () => {
    const run = { id: 'x', settings, sweep: null };
    await expect(queuedRuns([run], { ...WITH, images: [] })).rejects.toThrow('no image to learn from');
  });
});

describe('a picture of the queue', () => {
  it('comes back as a file where an earlier version kept its bytes', async () => {
    const stored = { id: 'p', bytes: Uint8Array.of(1, 2).buffer };
    const picture = parseRecord(QueuedPicture, stored);
    expect([...new Uint8Array((await picture?.bytes.arrayBuffer()) ?? new ArrayBuffer(0))]).toEqual([1, 2]);
  });
});

describe('a record', () => {
  const stored = item('x', 1);
  it('comes back as it was, with what a later version added left out, and what it lacks as nothing', () => {
    expect(parseRecord(QueueRecord, { ...stored, later: 1 })).toEqual(stored);
    const { sweep: _, dataset: __, error: ___, ownClassImages: ____, ...lacking } = stored;
    expect(parseRecord(QueueRecord, lacking)).toEqual(stored);
  });

  it.each([
    ['settings beyond their bounds', { settings: { ...settings, rank: 1000 } }],
    ['no pictures', { images: [] }],
    ['another kind', { kind: 'walk' }],
    ['no model', { model: null }],
  ])('with %s is none', (_, change) => {
    expect(parseRecord(QueueRecord, { ...stored, ...change })).toBeNull();
  });
});
