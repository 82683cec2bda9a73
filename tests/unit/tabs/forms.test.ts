/** Forms over reloads and in two tabs at once: each tab is opened anew, over what the ones before it left. */
import { describe, expect, it } from 'vitest';
import { atRest, openTab, withBrowser } from './tabs.ts';

withBrowser();

async function tab({ load = true } = {}) {
  const parts = await openTab(async () => ({
    ...(await import('../../../src/features/training/form/trainForm.ts')),
    ...(await import('../../../src/features/training/form/keptTrainForm.ts')),
    ...(await import('../../../src/features/create/galleryStore.ts')),
    ...(await import('../../../src/features/create/keptCreateForm.ts')),
    ...(await import('../../../src/features/compare/compareStore.ts')),
    ...(await import('../../../src/features/compare/compareRecords.ts')),
    ...(await import('../../../src/features/compare/keptCompareForm.ts')),
    ...(await import('../../../src/features/morph/morphStore.ts')),
    ...(await import('../../../src/features/morph/morphForm.ts')),
    ...(await import('../../../src/features/morph/keptMorphForm.ts')),
    ...(await import('../../../src/session/forms/keptForm.ts')),
    ...(await import('../../../src/session/forms/formRecords.ts')),
    notices: (await import('../../../src/session/noticesStore.ts')).useNotices,
  }));
  const read = () =>
    Promise.all([parts.loadTrainForm(), parts.loadCreateForm(), parts.loadCompareForm(), parts.loadMorphForm()]);
  if (load) await read();
  return {
    ...parts,
    read,
    train: () => parts.useTrainForm.getState(),
    create: () => parts.useGallery.getState().draft,
    compare: () => parts.useCompare.getState().form,
    morph: () => parts.useMorph.getState().form,
    messages: () => parts.notices.getState().notices.map(({ message }) => message),
    /** As the page's end does. */
    async leave() {
      parts.keepFormsNow();
      await atRest();
    },
  };
}

describe('forms over a reload', () => {
  it('have every field as it was typed, right or wrong', async () => {
    const a = await tab();
    a.chooseMethod('textual-inversion');
    a.editLora({ steps: 'many', loraAlpha: '', targets: 'attention\nfeed-forward', mirror: 'true' });
    a.editInversion({ placeholder: '<loom>', templates: 'a {}\nthe {}' });
    a.editCreate({ prompt: 'a kite', size: '128', adapters: [{ id: 'a1', weight: 0.5, step: 20 }] });
    a.editCompare({ rows: { setting: 'seed', texts: { seed: '1, 2', size: '64' } } });
    a.changeKeyframes((all) =>
      all.slice(1).map((one) => ({ ...one, prompt: `at ${one.seed}`, weights: { a1: 0.25 } })),
    );
    a.editMorph({ moves: { noise: false, prompt: true, weight: false } });
    a.editMorph({ encoding: { format: 'webm', palette: 'common', dither: true } });
    await a.leave();

    const b = await tab();
    expect(b.train()).toEqual(a.train());
    expect(b.create()).toEqual(a.create());
    expect(b.compare()).toEqual(a.compare());
    const withoutIds = ({ keyframes, ...form }: ReturnType<typeof a.morph>) => ({
      ...form,
      keyframes: keyframes.map(({ id: _, ...keyframe }) => keyframe),
    });
    expect(withoutIds(b.morph())).toEqual(withoutIds(a.morph()));
    expect(new Set(b.morph().keyframes.map(({ id }) => id)).size).toBe(4);
    expect(b.messages()).toEqual([]);
  });

  it('fall back field by field where a record is of another version or damaged', async () => {
    const a = await tab();
    const first = { train: a.train(), create: a.create(), morph: a.morph() };
    await a.formRecords.writeSome([
      {
        id: 'train',
        version: 7,
        fields: {
          method: 'weaving',
          'lora.steps': '77',
          'lora.schedule': 'jumps',
          'lora.mirror': 'perhaps',
          'lora.rank': 4,
        },
      },
      {
        id: 'create',
        version: 1,
        fields: {
          prompt: 'x'.repeat(300_000),
          seed: '9',
          sampler: 'guess',
          adapters: [{ id: 'a', weight: 99 }, 3, { id: 'b', weight: 1 }],
        },
      },
      { id: 'compare', version: 1, fields: { columns: 'seed', rows: { setting: 'seed', texts: 4 } } },
      {
        id: 'morph',
        version: 1,
        fields: {
          keyframes: { count: '3', list: [{ seed: '1' }, null, { seed: '2', usualWeight: 'x' }] },
          'moves.noise': 1,
        },
      },
    ]);
    const b = await tab();
    expect(b.train()).toEqual({ ...first.train, lora: { ...first.train.lora, steps: '77' } });
    expect(b.create()).toEqual({
      ...first.create,
      seed: '9',
      adapters: [{ id: 'b', weight: 1 }],
      adaptersBy: 'person',
    });
    expect(b.compare().rows).toEqual({ setting: 'seed', texts: {} });
    expect(b.compare().columns.setting).toBe('guidanceScale');
    expect(b.morph().keyframes.map(({ seed, usualWeight }) => [seed, usualWeight])).toEqual([
      ['1', 1],
      ['2', 1],
    ]);
    expect([b.morph().count, b.morph().moves]).toEqual(['2', first.morph.moves]);
  });

  it('are as at first where a whole record is no form, which is told of and mended by the next edit', async () => {
    const a = await tab();
    await a.formRecords.write({ id: 'create', version: 1, fields: 'none' } as never);
    const b = await tab();
    expect(b.create().prompt).toBe(a.create().prompt);
    expect(b.messages()).toEqual(['An entry of the forms was damaged and left out.']);
    b.editCreate({ seed: '5' });
    await b.leave();
    const c = await tab();
    expect([c.create().seed, c.messages()]).toEqual(['5', []]);
  });

  it('keep what a person typed before they were read', async () => {
    const a = await tab();
    a.editCreate({ prompt: 'kept', seed: '1' });
    await a.leave();
    const b = await tab({ load: false });
    const reading = b.read();
    b.editCreate({ seed: '2' });
    await reading;
    await b.leave();
    expect([b.create().prompt, b.create().seed]).toEqual(['kept', '2']);
    expect((await tab()).create()).toEqual(b.create());
  });

  it('take over the comparison’s as version 0.2.0 kept it', async () => {
    const a = await tab({ load: false });
    await a.compareRecords.write({
      kind: 'form',
      id: 'form',
      drawing: { prompt: 'of old', seed: '3' },
      adapters: [{ id: 'a1', weight: 1 }],
      columns: { setting: 'seed', texts: { seed: '1, 2' } },
      rows: { setting: 'none', texts: {} },
    });
    await a.read();
    const { drawing, columns } = a.compare();
    expect([drawing.prompt, drawing.seed, drawing.adapters]).toEqual(['of old', '3', [{ id: 'a1', weight: 1 }]]);
    expect(columns).toEqual({ setting: 'seed', texts: { seed: '1, 2' } });
    expect(await a.compareRecords.ids()).toEqual([]);
    expect((await tab()).compare()).toEqual(a.compare());
  });
});

describe('forms in two tabs', () => {
  it('are each tab’s own; of a field that both edited the last edit is kept, and no other is lost', async () => {
    const [a, b] = [await tab(), await tab()];
    a.editCreate({ prompt: 'from a', negativePrompt: 'a alone' });
    await a.leave();
    b.editCreate({ prompt: 'from b', seed: '8' });
    await b.leave();
    expect([a.create().prompt, b.create().prompt]).toEqual(['from a', 'from b']);
    const { prompt, negativePrompt, seed } = (await tab()).create();
    expect([prompt, negativePrompt, seed]).toEqual(['from b', 'a alone', '8']);
  });

  it('go on being written after storage had no room', async () => {
    const a = await tab();
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('no room', 'QuotaExceededError');
    };
    try {
      a.editCreate({ prompt: 'refused' });
      await a.leave();
    } finally {
      IDBObjectStore.prototype.put = put;
    }
    expect(a.messages()).toHaveLength(1);
    a.editCreate({ seed: '4' });
    await a.leave();
    const { prompt, seed } = (await tab()).create();
    expect([prompt, seed]).toEqual(['refused', '4']);
  });
});
