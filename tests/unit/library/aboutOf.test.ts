/** What is said of an item, by whoever said it last. */
import { describe, expect, it } from 'vitest';
import { NOTHING_SAID } from '../../../src/contract/library/itemAbout.ts';
import { aboutOf } from '../../../src/features/library/about/aboutOf.ts';
import { aboutRows } from '../../../src/features/library/about/aboutRows.ts';
import { adapter, embedding } from './libraryInNode.ts';

const trained = (settings: Record<string, string>) =>
  adapter('a', { origin: { kind: 'trained', settings, losses: [], stepsDone: 1, stopped: false } });
const foreign = (metadata: Record<string, string>) => adapter('a', { origin: { kind: 'foreign', metadata } });

describe('what is said of an item', () => {
  it('is its prompt or token where nobody has said more', () => {
    expect(aboutOf(trained({ instancePrompt: ' a sks fabric ' }))).toEqual({
      ...NOTHING_SAID,
      trigger: 'a sks fabric',
    });
    expect(aboutOf(embedding('b')).trigger).toBe(embedding('b').embedding.token);
  });

  it('is what the file of another program says, cut to what the fields take', () => {
    const said = aboutOf(
      foreign({ 'modelspec.author': ' Ama ', 'modelspec.description': 'x'.repeat(9000), other: 'y' }),
    );
    expect(said).toMatchObject({ author: 'Ama', license: '' });
    expect(said.description).toHaveLength(4000);
  });

  it('is what its person says, even where that is nothing', () => {
    expect(aboutOf({ ...foreign({ 'modelspec.author': 'Ama' }), about: NOTHING_SAID })).toEqual(NOTHING_SAID);
  });

  it('stands on its card with the digests of its file, and without what is empty', () => {
    const hashes = { file: 'ab'.repeat(32), weights: 'cd'.repeat(32) };
    expect(aboutRows({ ...foreign({ 'modelspec.author': 'Ama' }), hashes })).toEqual([
      { label: 'Author', value: 'Ama' },
      { label: 'Hash of its file (AutoV2)', value: 'ABABABABAB' },
      { label: 'Hash of its numbers (AutoV3)', value: 'CDCDCDCDCDCD' },
    ]);
  });
});
