/** The library held against the model that is open: what can't be used, and what the worker is lent. */
import { expect, it } from 'vitest';
import {
  FitFlow,
  type FitState,
  type FitTools,
  NOTHING_CHECKED,
  reduceFit,
} from '../../../src/features/library/fitFlow.ts';
import type { LibraryState } from '../../../src/features/library/libraryState.ts';
import { frozen } from '../jobInNode.ts';
import { adapter, embedding } from './libraryInNode.ts';

function fitting() {
  let state = frozen<FitState>(NOTHING_CHECKED);
  const log: string[] = [];
  const page = {
    ready: true,
    library: { adapters: [adapter('a'), adapter('b')], embeddings: [embedding('w')] } as Pick<
      LibraryState,
      'adapters' | 'embeddings'
    >,
    misfits: ['It lacks a layer.', null] as (string | null)[],
    badWords: [null] as (string | null)[],
  };
  const theta = Float32Array.of(1);
  const tools: FitTools = {
    library: () => page.library,
    ready: () => page.ready,
    tell: (event) => {
      state = frozen(reduceFit(state, event));
    },
    async checkAdapters(adapters) {
      log.push(`check ${adapters.length}`);
      return page.misfits;
    },
    async setEmbeddings(embeddings) {
      log.push(`teach ${embeddings.map(({ token }) => token)}`);
      return page.badWords;
    },
    unkept: (id) => (id === 'b' ? theta : null),
    async hold(id, { theta: lent, ...layers }) {
      log.push(`hold ${id}`);
      expect(lent).toBe(theta);
      expect(layers).not.toHaveProperty('bytes');
    },
  };
  return { flow: new FitFlow(tools), tools, page, log, errors: () => state.fitErrors };
}

it('lends the worker what storage has no room for, checks adapters and teaches words', async () => {
  const { flow, log, errors } = fitting();
  await flow.check('adapters', 'embeddings');
  expect(log).toEqual(['hold b', 'check 2', 'teach <w>']);
  expect(errors()).toEqual({ a: 'It lacks a layer.' });
});

it('asks nothing while no model is open', async () => {
  const { flow, page, log } = fitting();
  page.ready = false;
  await flow.check('adapters', 'embeddings');
  expect(log).toEqual([]);
});

it('takes back what is no more so, and leaves what was found of the other kind', async () => {
  const { flow, page, errors } = fitting();
  page.badWords = ['Its rows have another width.'];
  await flow.check('adapters', 'embeddings');
  page.misfits = [null, 'It lacks another.'];
  await flow.check('adapters');
  expect(errors()).toEqual({ b: 'It lacks another.', w: 'Its rows have another width.' });
});

it('asks of no adapters where there are none, and takes words back when the last one goes', async () => {
  const { flow, page, log } = fitting();
  page.library = { adapters: [], embeddings: [] };
  page.badWords = [];
  await flow.check('adapters', 'embeddings');
  expect(log).toEqual(['teach ']);
});

it('keeps what it knows where the worker goes away', async () => {
  const { flow, tools, errors } = fitting();
  await flow.check('adapters');
  const gone = () => Promise.reject(new Error('gone'));
  tools.checkAdapters = gone;
  tools.hold = gone;
  await flow.check('adapters');
  expect(errors()).toEqual({ a: 'It lacks a layer.' });
});
