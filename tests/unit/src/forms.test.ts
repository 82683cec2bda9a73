/** Forms: text as typed becomes settings, or an error at its field. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { draftOf, readDraft } from '../../../src/stores/draft.ts';
import { paced } from '../../../src/stores/paced.ts';
import { TRAINING_DEFAULTS } from '../../../src/stores/starterDefaults.ts';
import { LoraSettings } from '../../../workers/protocol.ts';

const draft = draftOf(TRAINING_DEFAULTS);
const read = (change: Partial<typeof draft>) => readDraft(LoraSettings, TRAINING_DEFAULTS, { ...draft, ...change });

describe('readDraft', () => {
  it('reads back the settings a draft was made of', () => {
    expect(read({})).toEqual({ settings: TRAINING_DEFAULTS, errors: {} });
  });

  it('reads numbers as they are typed', () => {
    expect(read({ learningRate: '1e-4', steps: ' 800 ' }).settings).toMatchObject({ learningRate: 1e-4, steps: 800 });
  });

  it.each([
    ['steps', '0', 'must be 1 or more'],
    ['steps', '5001', 'must be 5000 or less'],
    ['steps', '2.5', 'must be a whole number'],
    ['steps', '', 'must be a number from 1 to 5000'],
    ['rank', '65', 'must be 64 or less'],
    ['adapterName', '  ', 'must not be empty'],
    ['instancePrompt', '', 'must not be empty'],
  ] as const)('refuses %s “%s”', (field, value, message) => {
    expect(read({ [field]: value })).toEqual({ settings: null, errors: { [field]: message } });
  });

  it('tells of every wrong field at once', () => {
    expect(Object.keys(read({ steps: '0', rank: 'x' }).errors).sort()).toEqual(['rank', 'steps']);
  });
});

describe('paced', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('delivers the first value at once and then the latest, once an interval', () => {
    const seen: number[] = [];
    const pace = paced<number>(100, (value) => seen.push(value));
    for (const value of [1, 2, 3]) pace.offer(value);
    expect(seen).toEqual([1]);
    vi.advanceTimersByTime(100);
    expect(seen).toEqual([1, 3]);
    vi.advanceTimersByTime(500);
    expect(seen).toEqual([1, 3]);
    pace.offer(4);
    expect(seen).toEqual([1, 3, 4]);
  });

  it('delivers what waits when flushed, and nothing when dropped', () => {
    const seen: number[] = [];
    const pace = paced<number>(100, (value) => seen.push(value));
    pace.offer(1);
    pace.offer(2);
    pace.flush();
    pace.offer(3);
    pace.drop();
    vi.advanceTimersByTime(1000);
    expect(seen).toEqual([1, 2]);
  });
});
