/** The library over its storage: read, kept, renamed, deleted and put back, and what a refusing storage changes. */
import { describe, expect, it } from 'vitest';
import { type RemovalTools, removeWhole } from '../../../src/features/library/cards/itemRemoval.ts';
import type { RunScores } from '../../../src/features/library/records/runScores.ts';
import { latch, settled } from '../jobInNode.ts';
import { adapter, embedding, ids, libraryInNode } from './libraryInNode.ts';

describe('reading the library', () => {
  it('shows each kind as soon as it is read, and sweeps when both are', async () => {
    const { flow, state, hooks, log } = libraryInNode(adapter('a'), embedding('w'));
    const slow = latch();
    hooks.whileReading = (method) => (method === 'lora' ? slow.promise : Promise.resolve());
    const loaded = flow.load();
    await settled();
    expect(state()).toMatchObject({ loaded: false, adapters: [], embeddings: [{ id: 'w' }] });
    expect(log).toEqual([]);
    slow.open();
    await loaded;
    expect(state()).toMatchObject({ loaded: true, adapters: [{ id: 'a' }] });
    expect(log).toEqual(['sweep']);
  });

  it('shows an item once that was kept while the library was read', async () => {
    const { flow, state, hooks } = libraryInNode(adapter('a'));
    const reading = latch();
    hooks.whileReading = () => reading.promise;
    const loaded = flow.load();
    await flow.keep(adapter('b', { createdAt: 1 }));
    reading.open();
    await loaded;
    expect(ids(state().adapters)).toEqual(['b', 'a']);
  });
});

describe('keeping an item', () => {
  it('writes it under the name that it has in the library', async () => {
    const { flow, records } = libraryInNode(adapter('a', { name: 'Cloth' }));
    await flow.load();
    const { record, kept } = await flow.keep(adapter('b', { name: 'Cloth' }));
    expect(kept).toBe(true);
    expect(record).toEqual(adapter('b', { name: 'Cloth (2)' }));
    expect(records.get('b')).toBe(record);
  });

  it('leaves it on the page where storage refuses it, and says so', async () => {
    const { flow, state, hooks, records } = libraryInNode();
    hooks.takes = false;
    const { kept } = await flow.keep(embedding('w'));
    expect(kept).toBe(false);
    expect(ids(state().embeddings)).toEqual(['w']);
    expect(records.size).toBe(0);
    expect(state().unsaved).toEqual(['w']);
  });

  it('that storage refused tries again, as it is by then', async () => {
    const { flow, state, hooks, records, log } = libraryInNode();
    hooks.takes = false;
    await flow.keep(adapter('a'));
    await flow.rename('a', 'Indigo');
    await flow.storeAgain('a');
    expect(state().unsaved).toEqual(['a']);
    hooks.takes = true;
    await flow.storeAgain('a');
    expect(records.get('a')).toEqual(adapter('a', { name: 'Indigo' }));
    expect(state().unsaved).toEqual([]);
    await flow.storeAgain('a');
    expect(log).toEqual(Array(4).fill('write a'));
  });

  it('that storage refused is forgotten when it is deleted', async () => {
    const { flow, state, hooks } = libraryInNode();
    hooks.takes = false;
    await flow.keep(adapter('a'));
    await flow.remove('a');
    expect(state()).toMatchObject({ adapters: [], unsaved: [] });
  });
});

describe('altering an item', () => {
  const scores: RunScores = {
    scores: { dino: 0.5, clipI: 0.6, clipT: 0.2, real: null },
    measuredAt: 5,
    protocol: {
      model: 'weft-starter',
      prompts: ['a cloth'],
      seeds: [1],
      samplingSteps: 4,
      guidanceScale: 1,
      sampler: 'lcm',
      size: 64,
      photographs: 3,
    },
  };

  it('writes its new name, picture, scores and what is said of it, and nothing else', async () => {
    const { flow, records, log } = libraryInNode(adapter('a'), adapter('b'));
    await flow.load();
    const thumbnail = new ArrayBuffer(2);
    await flow.rename('a', 'Indigo');
    await flow.setThumbnail('a', thumbnail);
    await flow.setScores('a', scores);
    await flow.setFewSteps('a', true);
    expect(records.get('a')).toEqual(adapter('a', { name: 'Indigo', thumbnail, scores, fewSteps: true }));
    expect(log).toEqual(['sweep', ...Array(4).fill('update a')]);
  });

  it('that storage refuses leaves the change on the page, to be tried again with what comes to it', async () => {
    const { flow, state, hooks, records } = libraryInNode(adapter('a'));
    await flow.load();
    hooks.takes = false;
    await flow.rename('a', 'Indigo');
    expect(state()).toMatchObject({ adapters: [{ name: 'Indigo' }], unsaved: ['a'] });
    // Another tab has drawn a picture meanwhile.
    const thumbnail = new ArrayBuffer(2);
    records.set('a', adapter('a', { thumbnail }));
    hooks.takes = true;
    await flow.setFewSteps('a', true);
    expect(records.get('a')).toEqual(adapter('a', { name: 'Indigo', fewSteps: true, thumbnail }));
    expect(state()).toMatchObject({ adapters: [records.get('a')], unsaved: [] });
  });

  it('takes one from the page that another tab deleted', async () => {
    const { flow, state, records } = libraryInNode(adapter('a'));
    await flow.load();
    records.delete('a');
    await flow.rename('a', 'Indigo');
    expect(state().adapters).toEqual([]);
    expect(records.size).toBe(0);
  });

  it('writes nothing where a name is empty or the item was deleted meanwhile', async () => {
    const { flow, log } = libraryInNode(adapter('a'));
    await flow.load();
    await flow.rename('a', ' ');
    await flow.rename('gone', 'Indigo');
    await flow.setThumbnail('gone', new ArrayBuffer(1));
    await flow.setScores('gone', scores);
    expect(log).toEqual(['sweep']);
  });
});

describe('deleting an item', () => {
  /** The library, and beside it what the runs of its items left. */
  function withArtifacts() {
    const library = libraryInNode(adapter('a', { createdAt: 2 }), adapter('b', { createdAt: 1 }), embedding('w'));
    const artifacts = new Set(['a', 'w']);
    const hooks = { whilePuttingBack: (): void => undefined };
    const numbers = new Set(['a', 'b']);
    const tools: RemovalTools = {
      holdForUndo: async () => async () => undefined,
      removeRecord: (id) => library.flow.remove(id),
      async removeArtifacts(id) {
        const had = artifacts.delete(id);
        return async () => {
          hooks.whilePuttingBack();
          if (had) artifacts.add(id);
        };
      },
      forgetNumbers: async (id) => void numbers.delete(id),
    };
    return { ...library, artifacts, numbers, hooks, remove: (id: string) => removeWhole(id, tools) };
  }

  it('takes it from page and storage with all that its run left; its numbers only when nobody can undo it', async () => {
    const { flow, remove, state, records, artifacts, numbers } = withArtifacts();
    await flow.load();
    const removed = await remove('a');
    expect(ids(state().adapters)).toEqual(['b']);
    expect([...records.keys()]).toEqual(['b', 'w']);
    expect([...artifacts]).toEqual(['w']);
    expect(numbers.has('a')).toBe(true);
    await removed?.forget();
    expect([...numbers]).toEqual(['b']);
  });

  it('is undone whole, in its old place, and its numbers stay although the message goes', async () => {
    const { flow, remove, state, records, artifacts, numbers } = withArtifacts();
    await flow.load();
    const removed = await remove('a');
    await removed?.undo();
    await removed?.forget();
    expect(ids(state().adapters)).toEqual(['a', 'b']);
    expect(records.get('a')).toEqual(adapter('a', { createdAt: 2 }));
    expect(artifacts.has('a')).toBe(true);
    expect(numbers.has('a')).toBe(true);
  });

  it('is in the library again only when all that its run left is back: a page may die in between', async () => {
    const { flow, remove, records, artifacts, hooks } = withArtifacts();
    await flow.load();
    const removed = await remove('a');
    hooks.whilePuttingBack = () => expect(records.has('a')).toBe(false);
    await removed?.undo();
    expect(artifacts.has('a')).toBe(true);
    expect(records.has('a')).toBe(true);
    expect.assertions(3);
  });

  it('is put back under another name where its own was taken meanwhile', async () => {
    const { flow, remove, state } = withArtifacts();
    await flow.load();
    const removed = await remove('w');
    await flow.keep(embedding('v', { name: '<w>', createdAt: 9 }));
    await removed?.undo();
    expect(state().embeddings.map(({ name }) => name)).toEqual(['<w>', '<w> (2)']);
  });

  it('happens once', async () => {
    const { flow, remove, log } = withArtifacts();
    await flow.load();
    const both = await Promise.all([remove('b'), remove('b')]);
    expect(both.filter((removed) => removed === null)).toHaveLength(1);
    expect(log.filter((entry) => entry === 'remove b')).toHaveLength(1);
  });
});
