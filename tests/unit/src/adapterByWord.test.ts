/** Which adapter a form gets by itself: the newest that knows the prompt's word, and never against its person's choice. */
import { describe, expect, it } from 'vitest';
import { GALLERY_AT_FIRST } from '../../../src/features/create/galleryState.ts';
import { chosenByWord, knowing } from '../../../src/features/drawing/fields/adapterByWord.ts';
import { drawingFields, keptDrawing } from '../../../src/features/drawing/fields/keptDrawing.ts';

const worded = (id: string, word: string | null) => ({ id, name: id, word, learntIn: '' });
const none: ReadonlySet<string> = new Set();
const byWord = (...ids: string[]) => ({
  adapters: ids.map((id) => ({ id, weight: 1 })),
  adaptersBy: 'word' as const,
});

describe('the adapter that knows the word', () => {
  const library = [worded('newest', 'zwx'), worded('newer', 'sks'), worded('old', 'sks'), worded('foreign', null)];

  it('is the newest of those that do', () => {
    expect(knowing(['a dress of SKS cloth'], library)?.id).toBe('newer');
    expect(knowing(['a dress', 'made of zwx'], library)?.id).toBe('newest');
  });

  it('is none where the word stands in another one only, or nowhere', () => {
    expect(knowing(['a desks drawer'], library)).toBeNull();
    expect(knowing([''], library)).toBeNull();
  });
});

describe('a form whose person has not chosen', () => {
  it('gets the adapter, another one once that is newer, and none once the word is gone', () => {
    expect(chosenByWord(byWord(), { id: 'a' }, none)).toEqual([{ id: 'a', weight: 1 }]);
    expect(chosenByWord(byWord('a'), { id: 'a' }, none)).toBeNull();
    expect(chosenByWord(byWord('a'), { id: 'b' }, none)).toEqual([{ id: 'b', weight: 1 }]);
    expect(chosenByWord(byWord('a'), null, none)).toEqual([]);
    expect(chosenByWord(byWord(), null, none)).toBeNull();
  });

  it('keeps what draws it in a few steps', () => {
    const few = new Set(['lcm']);
    expect(chosenByWord(byWord('lcm'), { id: 'a' }, few)).toEqual([
      { id: 'a', weight: 1 },
      { id: 'lcm', weight: 1 },
    ]);
    expect(chosenByWord(byWord('a', 'lcm'), null, few)).toEqual([{ id: 'lcm', weight: 1 }]);
    expect(chosenByWord(byWord('lcm'), null, few)).toBeNull();
  });
});

describe('a person’s own choice', () => {
  it('stays, none included', () => {
    expect(chosenByWord({ adapters: [], adaptersBy: 'person' }, { id: 'a' }, none)).toBeNull();
    expect(chosenByWord({ ...byWord('b'), adaptersBy: 'person' }, { id: 'a' }, none)).toBeNull();
  });

  it('is still theirs after a reload; adapters that an earlier version kept are', () => {
    const first = GALLERY_AT_FIRST.draft;
    for (const adaptersBy of ['word', 'person'] as const) {
      for (const adapters of [[], [{ id: 'a', weight: 1 }]]) {
        const draft = { ...first, adapters, adaptersBy };
        expect(keptDrawing(drawingFields(draft), first)).toEqual(draft);
      }
    }
    expect(keptDrawing({ adapters: [{ id: 'a', weight: 1 }] }, first)).toMatchObject({ adaptersBy: 'person' });
    expect(keptDrawing({ adapters: [] }, first)).toMatchObject({ adaptersBy: 'word' });
    expect(keptDrawing({ adapters: { by: 'nobody', list: [] } }, first)).toMatchObject({
      adapters: [],
      adaptersBy: 'word',
    });
  });
});
