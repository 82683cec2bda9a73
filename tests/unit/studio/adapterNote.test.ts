/** Notes in the headers of adapters' files: what a foreign one says is bounded where it comes in. */
import { describe, expect, it } from 'vitest';
import { tidyName } from '../../../src/contract/library/itemNames.ts';
import { readNote, writeNote } from '../../../workers/studio/adapterFiles/adapterNote.ts';

const ODD = ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf'];

const origin = { kind: 'trained', settings: {}, losses: [], stepsDone: 1, stopped: false } as const;
/** JSON by hand: `__proto__` is a key like any other there. */
const noteOf = (fields: object, settings = '{}') =>
  JSON.stringify({ name: 'Indigo', createdAt: 1, origin: { ...origin, settings: '§' }, ...fields }).replace(
    '"§"',
    settings,
  );
const read = (fields: object, settings?: string) => readNote({ weft: noteOf(fields, settings) });

describe('settings and entries that are called like parts of every object', () => {
  it.each(ODD)('%s is read and written as any other, within others too', (key) => {
    for (const settings of [`{"${key}":1}`, `{"a":{"${key}":1}}`, `{"${key}":{"${key}":{"polluted":1}}}`]) {
      const note = read({}, settings);
      expect(note.name).toBe('Indigo');
      expect(note.origin.kind).toBe('trained');
      const header = writeNote({ ...note, name: 'Indigo', createdAt: 1 });
      expect(Object.keys(header)).toEqual(['ss_steps', 'ss_output_name', 'ss_training_finished_at', 'weft']);
      expect(readNote(header)).toEqual(note);
    }
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it.each(ODD)('an entry %s of another program’s header is kept, or left out, and does no more', (key) => {
    const metadata = JSON.parse(`{"${key}":"x","other":"y"}`) as Record<string, string>;
    const note = readNote(metadata);
    expect(note.origin).toMatchObject({ kind: 'foreign', metadata: { other: 'y' } });
    expect(writeNote({ ...note, name: 'n', createdAt: 1 }).other).toBe('y');
  });
});

describe('what a note says that can’t be', () => {
  it.each([' ', '', '\n\t', '\u200b\u200d'])('a name of nothing (%j) is no name', (name) => {
    expect(read({ name })).toMatchObject({ name: null, origin: { kind: 'trained' } });
    expect(readNote({ ss_output_name: name }).name).toBeNull();
  });

  it('a name is trimmed, in one line, and not longer than one that is typed', () => {
    expect(read({ name: '  Indigo\n bold ' }).name).toBe('Indigo bold');
    expect(Array.from(read({ name: '🧵'.repeat(5000) }).name ?? '')).toHaveLength(80);
    expect(tidyName(' '.repeat(1e6))).toBeNull();
  });

  it('a date beyond all dates is none', () => {
    expect(read({ createdAt: 1e300 })).toMatchObject({ name: 'Indigo', createdAt: null });
    expect(read({ createdAt: 1763000000000 }).createdAt).toBe(1763000000000);
  });

  it('one whose parts lie deeper within each other than any run’s is not read', () => {
    const deep = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
    expect(read({}, deep(20)).origin.kind).toBe('trained');
    for (const depth of [100, 200_000]) expect(read({}, deep(depth)).origin).toEqual({ kind: 'foreign', metadata: {} });
  });
});
