/** What the library knows after each event: every item once, each under a name of its own, newest first. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LibraryEvent, reduceLibrary } from '../../../src/features/library/libraryReducer.ts';
import { itemById, LIBRARY_AT_FIRST, type LibraryState } from '../../../src/features/library/libraryState.ts';
import { frozen } from '../jobInNode.ts';
import { adapter, embedding, ids } from './libraryInNode.ts';

const library = (change: Partial<LibraryState> = {}): LibraryState => frozen({ ...LIBRARY_AT_FIRST, ...change });
const names = (items: readonly { name: string }[]) => items.map(({ name }) => name);

describe('reduceLibrary', () => {
  it('sorts what was read in among what came meanwhile, newest first, and leaves names as they were kept', () => {
    const before = library({ adapters: [adapter('new', { createdAt: 7, name: 'Cloth' })] });
    const items = [
      adapter('old', { createdAt: 1, name: 'Cloth' }),
      adapter('newer', { createdAt: 9 }),
      embedding('word', { createdAt: 3 }),
    ];
    const after = reduceLibrary(before, { type: 'read', items });
    expect(ids(after.adapters)).toEqual(['newer', 'new', 'old']);
    expect(names(after.adapters)).toEqual(['Adapter newer', 'Cloth', 'Cloth']);
    expect(ids(after.embeddings)).toEqual(['word']);
  });

  it('keeps what came meanwhile as it is where the same item is read', () => {
    const before = library({ adapters: [adapter('a', { name: 'Renamed' })] });
    expect(reduceLibrary(before, { type: 'read', items: [adapter('a', { name: 'As stored' })] })).toBe(before);
  });

  it('keeps an item under a name of its own, which an item of the other kind may have', () => {
    const before = library({ adapters: [adapter('a', { name: 'Cloth' })], embeddings: [embedding('w')] });
    const second = reduceLibrary(before, { type: 'kept', item: adapter('b', { name: ' cloth ', createdAt: 5 }) });
    expect(names(second.adapters)).toEqual(['cloth (2)', 'Cloth']);
    expect(second.embeddings).toBe(before.embeddings);
    const word = reduceLibrary(second, { type: 'kept', item: embedding('v', { name: 'Cloth', createdAt: 1 }) });
    expect(names(word.embeddings)).toEqual(['Cloth', '<w>']);
    expect(word.adapters).toBe(second.adapters);
  });

  it('renames to what is free, and an item’s own name is', () => {
    const before = library({ adapters: [adapter('a', { name: 'Indigo' }), adapter('b', { name: 'Kente' })] });
    const taken = reduceLibrary(before, { type: 'renamed', id: 'a', name: 'kente' });
    expect(names(taken.adapters)).toEqual(['kente (2)', 'Kente']);
    const own = reduceLibrary(before, { type: 'renamed', id: 'a', name: 'INDIGO' });
    expect(names(own.adapters)).toEqual(['INDIGO', 'Kente']);
    expect(own.adapters[1]).toBe(before.adapters[1]);
  });

  it('shows another picture, and only an adapter can draw in a few steps', () => {
    const before = library({ adapters: [adapter('a')], embeddings: [embedding('w')] });
    const thumbnail = new ArrayBuffer(3);
    const shown = reduceLibrary(before, { type: 'altered', id: 'w', change: { thumbnail } });
    expect(shown.embeddings[0]).toEqual({ ...before.embeddings[0], thumbnail });
    expect(shown.adapters).toBe(before.adapters);
    const quick = reduceLibrary(before, { type: 'few-steps', id: 'a', fewSteps: true });
    expect(quick.adapters[0]).toEqual({ ...before.adapters[0], fewSteps: true });
    expect(reduceLibrary(before, { type: 'few-steps', id: 'w', fewSteps: true })).toBe(before);
  });

  it('takes an item out of its kind', () => {
    const before = library({ adapters: [adapter('a'), adapter('b')], embeddings: [embedding('w')] });
    expect(ids(reduceLibrary(before, { type: 'removed', id: 'a' }).adapters)).toEqual(['b']);
    const without = reduceLibrary(before, { type: 'removed', id: 'w' });
    expect(without.embeddings).toEqual([]);
    expect(without.adapters).toBe(before.adapters);
  });

  it('is loaded when both kinds have been read', () => {
    expect(reduceLibrary(library(), { type: 'loaded' })).toEqual({ ...LIBRARY_AT_FIRST, loaded: true });
  });

  it.each<LibraryEvent>([
    { type: 'read', items: [] },
    { type: 'loaded' },
    { type: 'kept', item: adapter('here', { name: 'Again' }) },
    { type: 'renamed', id: 'gone', name: 'Any' },
    { type: 'renamed', id: 'here', name: '  ' },
    { type: 'renamed', id: 'here', name: '\u200b\n' },
    { type: 'altered', id: 'gone', change: { thumbnail: new ArrayBuffer(1) } },
    { type: 'few-steps', id: 'gone', fewSteps: true },
    { type: 'removed', id: 'gone' },
  ])('leaves all as it is on what cannot be: $type', (event) => {
    const before = library({ loaded: true, adapters: [adapter('here')] });
    expect(reduceLibrary(before, event)).toBe(before);
  });

  it('holds each item once and under a name of its own, newest first, and loses none but those removed', () => {
    const id = fc.constantFrom(...Array.from({ length: 12 }, (_, index) => `i${index}`));
    const name = fc.constantFrom('Cloth', 'cloth', 'Indigo', ' Indigo', 'Cloth (2)');
    // An id belongs to one kind for good, as records' ids do.
    const item = fc
      .record({ id, name, createdAt: fc.nat(5) })
      .map((of) => (Number(of.id.slice(1)) % 2 === 0 ? adapter(of.id, of) : embedding(of.id, of)));
    const events: fc.Arbitrary<LibraryEvent> = fc.oneof(
      fc.record({ type: fc.constant('kept' as const), item }),
      fc.record({ type: fc.constant('renamed' as const), id, name }),
      fc.record({ type: fc.constant('few-steps' as const), id, fewSteps: fc.boolean() }),
      fc.record({ type: fc.constant('removed' as const), id }),
    );
    fc.assert(
      fc.property(fc.array(events, { maxLength: 40 }), (happened) => {
        let state = library();
        const expected = new Set<string>();
        for (const event of happened) {
          state = frozen(reduceLibrary(state, event));
          if (event.type === 'kept') expected.add(event.item.id);
          if (event.type === 'removed') expected.delete(event.id);
          for (const kind of [state.adapters, state.embeddings]) {
            expect(new Set(names(kind).map((own) => own.toLowerCase())).size).toBe(kind.length);
            const ages = kind.map(({ createdAt }) => createdAt);
            expect(ages).toEqual(ages.toSorted((a, b) => b - a));
          }
          expect(ids([...state.adapters, ...state.embeddings]).toSorted()).toEqual([...expected].toSorted());
          for (const one of expected) expect(itemById(state, one)?.id).toBe(one);
        }
      }),
    );
  });
});
