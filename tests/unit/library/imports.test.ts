/** Files into the library: in turn, with a question where not all of it fits, and each failure told by itself. */

import { describe, expect, it } from 'vitest';
import { StudioError } from '../../../src/contract/errors.ts';
import type { ImportedAdapter, ImportRequest, ImportResult } from '../../../src/contract/files/adapterFiles.ts';
import { NOTHING_SAID } from '../../../src/contract/library/itemAbout.ts';
import { ImportFlow } from '../../../src/features/library/files/importFlow.ts';
import { type ImportEvent, reduceImports } from '../../../src/features/library/files/importReducer.ts';
import { type ImportState, NO_IMPORTS } from '../../../src/features/library/files/importState.ts';
import { frozen, latch, settled } from '../jobInNode.ts';
import { adapter, embedding, ids, libraryInNode } from './libraryInNode.ts';

const HASHES = { file: 'a'.repeat(64), weights: 'b'.repeat(64) };
const broken = new StudioError({ code: 'adapter-damaged', message: 'It is torn.', advice: 'Fetch it again.' });

const told = (change: Partial<ImportedAdapter> = {}): ImportedAdapter => ({
  name: null,
  createdAt: null,
  item: { method: 'lora', adapter: adapter('any').adapter, fewSteps: true, unkept: null },
  origin: { kind: 'foreign', metadata: {} },
  hashes: HASHES,
  ...change,
});
const whole = (change?: Partial<ImportedAdapter>): ImportResult => ({ whole: true, imported: told(change) });
const file = (name: string) => new File([], name);

function importer() {
  let state = frozen<ImportState>(NO_IMPORTS);
  const library = libraryInNode();
  const drawn: string[] = [];
  const notes: string[] = [];
  const requests: ImportRequest[] = [];
  const hooks = {
    read: async (_request: ImportRequest): Promise<ImportResult> => whole(),
    openModel: async (): Promise<unknown> => undefined,
  };
  let count = 0;
  const tell = (event: ImportEvent) => {
    state = frozen(reduceImports(state, event));
  };
  const flow = new ImportFlow({
    tell,
    openModel: () => hooks.openModel(),
    read(request) {
      requests.push(request);
      return hooks.read(request);
    },
    embeddings: () => library.state().embeddings,
    keepLora: library.keepLora,
    keepEmbedding: (item) => library.flow.keep(item),
    draw: ({ id }) => void drawn.push(id),
    notify: (message) => void notes.push(message),
    newId: () => `item-${++count}`,
    now: () => 1000,
  });
  return { flow, tell, state: () => state, library, drawn, notes, requests, hooks };
}

describe('importing', () => {
  it('keeps an adapter under the id that its numbers were stored by, named as its file, and draws its picture', async () => {
    const { flow, library, drawn, requests, state } = importer();
    await flow.importFiles([file('cloth.safetensors')]);
    expect(requests).toMatchObject([{ id: 'item-1', leaveOut: false, files: [{ name: 'cloth.safetensors' }] }]);
    expect([...library.records.values()]).toEqual([
      adapter('item-1', { name: 'cloth', createdAt: 1000, file: 'cloth.safetensors', hashes: HASHES, fewSteps: true }),
    ]);
    expect(drawn).toEqual(['item-1']);
    expect(state()).toEqual(NO_IMPORTS);
  });

  it('believes the file on its name, date and picture, and draws no other', async () => {
    const { flow, hooks, library, drawn } = importer();
    const thumbnail = new ArrayBuffer(1);
    const about = { ...NOTHING_SAID, author: 'Ama' };
    hooks.read = async () => whole({ name: 'Indigo', createdAt: 7, thumbnail, about });
    await flow.importFiles([file('cloth.safetensors')]);
    expect(library.state().adapters).toMatchObject([{ name: 'Indigo', createdAt: 7, thumbnail, about }]);
    expect(drawn).toEqual([]);
  });

  it('takes items one after the other, those chosen later behind them, and tells what waits', async () => {
    const { flow, hooks, state, requests, library } = importer();
    const first = latch<ImportResult>();
    hooks.read = ({ id }) => (id === 'item-1' ? first.promise : Promise.resolve(whole()));
    const one = flow.importFiles([file('a.safetensors'), file('b.safetensors')]);
    const two = flow.importFiles([file('b.safetensors')]);
    await settled();
    expect(requests).toHaveLength(1);
    expect(state().reading.map(({ name }) => name)).toEqual(['a.safetensors', 'b.safetensors', 'b.safetensors']);
    first.open(whole());
    await Promise.all([one, two]);
    expect(requests.map(({ id }) => id)).toEqual(['item-1', 'item-2', 'item-3']);
    expect(library.state().adapters.map(({ name }) => name)).toEqual(['a', 'b', 'b (2)']);
    expect(state().reading).toEqual([]);
  });

  it('waits for a model to hold them against; without one it tells so, of each', async () => {
    const { flow, hooks, state, requests } = importer();
    hooks.openModel = () => Promise.reject(broken);
    await flow.importFiles([file('a.safetensors'), file('b.safetensors')]);
    expect(requests).toEqual([]);
    expect(state().errors).toEqual([
      { id: 'item-1', name: 'a.safetensors', error: broken.info },
      { id: 'item-2', name: 'b.safetensors', error: broken.info },
    ]);
  });

  it('goes on after one that failed; what failed is told until it is dismissed', async () => {
    const { flow, hooks, tell, state, library } = importer();
    hooks.read = ({ id }) => (id === 'item-1' ? Promise.reject(broken) : Promise.resolve(whole()));
    await flow.importFiles([file('a.safetensors'), file('b.safetensors')]);
    expect(ids(library.state().adapters)).toEqual(['item-2']);
    expect(state()).toMatchObject({ reading: [], errors: [{ id: 'item-1', name: 'a.safetensors' }] });
    tell({ type: 'error-dismissed', id: 'item-1' });
    expect(state()).toEqual(NO_IMPORTS);
  });
});

describe('layers that the model does not have', () => {
  const lacking: ImportResult = { whole: false, question: 'layers', fitting: 3, unknown: ['conv_in'] };
  const asking = async () => {
    const studio = importer();
    studio.hooks.read = async ({ leaveOut }) => (leaveOut ? whole() : lacking);
    const done = studio.flow.importFiles([file('a.safetensors'), file('b.safetensors')]);
    await settled();
    const answer = (use: boolean) => {
      const { question } = studio.state();
      if (question?.kind === 'layers') question.answer(use);
    };
    return { ...studio, answer, done };
  };

  it('are asked about, one item at a time, and left out where the answer is yes', async () => {
    const { state, answer, requests, library, done } = await asking();
    expect(state().question).toMatchObject({ name: 'a.safetensors', fitting: 3, unknown: ['conv_in'] });
    answer(true);
    await settled();
    expect(requests.map(({ id, leaveOut }) => [id, leaveOut])).toEqual([
      ['item-1', false],
      ['item-1', true],
      ['item-2', false],
    ]);
    expect(state().question?.name).toBe('b.safetensors');
    answer(true);
    await done;
    expect(library.state().adapters).toHaveLength(2);
    expect(state()).toEqual(NO_IMPORTS);
  });

  it('leave the library as it is where the answer is no, without a word', async () => {
    const { state, answer, library, done } = await asking();
    answer(false);
    await settled();
    answer(false);
    await done;
    expect(library.log).toEqual([]);
    expect(state()).toEqual(NO_IMPORTS);
  });
});

describe('an embedding', () => {
  const word = (token: string) =>
    whole({ item: { method: 'embedding', embedding: { ...embedding('any').embedding, token } } });

  it('is named as its token', async () => {
    const { flow, hooks, library } = importer();
    hooks.read = async () => word('<indigo>');
    await flow.importFiles([file('learned_embeds.safetensors')]);
    expect(library.state().embeddings).toMatchObject([{ name: '<indigo>', file: 'learned_embeds.safetensors' }]);
  });

  it('whose file calls it by what no word can be called is asked about until the name will do, or left', async () => {
    const { flow, hooks, state, library, requests } = importer();
    const reason = 'The word “bad cloth” has a gap.';
    hooks.read = async ({ token }) =>
      token === '<good>' ? word(token) : { whole: false, question: 'word', token: '<bad-cloth>', reason };
    const done = flow.importFiles([file('bad cloth.safetensors'), file('silk.safetensors')]);
    for (const token of ['still bad', '<good>', null]) {
      await settled();
      const { question } = state();
      expect(question).toMatchObject({ kind: 'word', token: '<bad-cloth>', reason });
      if (question?.kind === 'word') question.answer(token);
    }
    await done;
    expect(requests.map(({ token }) => token)).toEqual([undefined, 'still bad', '<good>', undefined]);
    expect(library.state().embeddings).toMatchObject([{ name: '<good>' }]);
    expect(state()).toEqual(NO_IMPORTS);
  });

  it('that lies in an adapter’s file comes with it, and one that is there already is told of', async () => {
    const { flow, hooks, library, notes } = importer();
    await library.flow.keep(embedding('indigo', { name: 'Blue' }));
    const bundled = ['<indigo>', '<mine>'].map((token) => ({ ...embedding('any').embedding, token }));
    hooks.read = async () => whole({ words: bundled, note: 'A part is left out.' });
    await flow.importFiles([file('both.safetensors')]);
    expect(library.state().adapters).toHaveLength(1);
    expect(library.state().embeddings.map(({ name }) => name)).toEqual(expect.arrayContaining(['<mine>', 'Blue']));
    expect(notes).toEqual([
      'both.safetensors: A part is left out.',
      'both.safetensors: The library already has the word <indigo> (“Blue”).',
    ]);
  });

  it('is refused where the library has its token, by whatever name', async () => {
    const { flow, hooks, library, state } = importer();
    await library.flow.keep(embedding('indigo', { name: 'Blue' }));
    hooks.read = async () => word('<INDIGO>');
    await flow.importFiles([file('a.safetensors')]);
    expect(library.state().embeddings).toHaveLength(1);
    expect(state().errors[0]?.error).toMatchObject({
      code: 'adapter-mismatch',
      message: 'The library already has the word <INDIGO> (“Blue”).',
    });
  });
});

describe('reduceImports', () => {
  const state = frozen<ImportState>({
    reading: [{ id: 'a', name: 'a.zip' }],
    errors: [{ id: 'e', name: 'e.zip', error: broken.info }],
    question: null,
  });

  it.each<ImportEvent>([
    { type: 'chosen', files: [] },
    { type: 'answered' },
    { type: 'ended', id: 'gone' },
    { type: 'failed', id: 'gone', error: broken.info },
    { type: 'error-dismissed', id: 'gone' },
  ])('leaves all as it is on what cannot be: $type', (event) => {
    expect(reduceImports(state, event)).toBe(state);
  });

  it('tells files of one name apart', () => {
    const twice = reduceImports(state, { type: 'chosen', files: [{ id: 'b', name: 'a.zip' }] });
    expect(reduceImports(twice, { type: 'ended', id: 'b' }).reading).toEqual(state.reading);
  });
});
