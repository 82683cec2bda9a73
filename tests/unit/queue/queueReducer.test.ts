/** What the page knows of the queue, and what it tells of it. */
import { describe, expect, it } from 'vitest';
import { HEAD_AT_FIRST } from '../../../src/features/training/queue/queueRecords.ts';
import { reduceQueue } from '../../../src/features/training/queue/queueReducer.ts';
import {
  isBusy,
  neighbour,
  nextItem,
  placeBefore,
  QUEUE_AT_FIRST,
  type QueueState,
  standing,
} from '../../../src/features/training/queue/queueState.ts';
import { queueText, settingsInShort } from '../../../src/features/training/queue/queueText.ts';
import { item, MODEL, word } from './queueInNode.ts';

const of = (...items: QueueState['items'][number][]): QueueState =>
  reduceQueue(QUEUE_AT_FIRST, { type: 'read', records: items });
const ids = ({ items }: QueueState) => items.map(({ id }) => id);
const error = { message: 'It failed.', advice: 'Try again.' };

describe('records', () => {
  it('stand by their places, and those at one place in an order that every tab finds', () => {
    const [a, b, c] = [item('a', 2), item('b', 1), item('c', 2, { addedAt: 1 })];
    expect(ids(of(a, b, c))).toEqual(['b', 'c', 'a']);
    expect(ids(of(c, b, a))).toEqual(['b', 'c', 'a']);
  });

  it('that come, change and go are taken in; what changes nothing leaves the very same object', () => {
    const state = of(item('a', 1), item('b', 2));
    const changed = reduceQueue(state, { type: 'changed', written: [item('a', 3)], removed: ['b'] });
    expect(ids(changed)).toEqual(['a']);
    expect(reduceQueue(changed, { type: 'changed', written: [], removed: [] })).toBe(changed);
    expect(reduceQueue(changed, { type: 'trains', trains: 'nobody' })).toBe(changed);
    const head = { ...HEAD_AT_FIRST, held: true };
    expect(reduceQueue(changed, { type: 'changed', written: [head], removed: [] }).head).toEqual(head);
    expect(reduceQueue(changed, { type: 'changed', written: [], removed: ['head'] }).head).toEqual(HEAD_AT_FIRST);
  });
});

describe('a place', () => {
  const { items } = of(item('a', 1), item('b', 2), item('c', 3));
  it('lies between those of its neighbours, or beyond the last', () => {
    expect(placeBefore(items, 'c', 'b')).toBe(1.5);
    expect(placeBefore(items, 'c', 'a')).toBe(0);
    expect(placeBefore(items, 'a', null)).toBe(4);
    expect(placeBefore(items, 'a', 'nobody')).toBeNull();
  });

  it('of a neighbour is told in both directions, and none beyond the ends', () => {
    expect([neighbour(items, 'b', -1), neighbour(items, 'b', 1), neighbour(items, 'a', 1)]).toEqual(['a', null, 'c']);
    expect([neighbour(items, 'a', -1), neighbour(items, 'c', 1), neighbour(items, 'x', 1)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('whose turn it is', () => {
  const state = of(item('a', 1, { error }), item('b', 2));
  it('is the first that waits; nobody’s while the queue is paused, or follows a run', () => {
    expect(nextItem(state, MODEL)?.id).toBe('b');
    expect(nextItem({ ...state, head: { ...HEAD_AT_FIRST, held: true } }, MODEL)).toBeNull();
    expect(nextItem({ ...state, head: { ...HEAD_AT_FIRST, after: 'x' } }, MODEL)).toBeNull();
    expect(nextItem({ ...state, trains: 'elsewhere' }, MODEL)).toBeNull();
  });

  it('is told of each: under way here or elsewhere, broken off, waiting, failed', () => {
    const [first, second] = state.items;
    const after = { ...state, head: { ...HEAD_AT_FIRST, after: 'b' } };
    expect([standing(state, first!), standing(state, second!)]).toEqual(['failed', 'waiting']);
    expect(standing(after, second!)).toBe('broken off');
    expect(standing({ ...after, trains: 'here' }, second!)).toBe('running');
    expect(standing({ ...after, trains: 'elsewhere' }, second!)).toBe('running elsewhere');
  });

  it('has to be waited for where a run is under way or others wait, not where one has failed alone', () => {
    expect(isBusy(state)).toBe(true);
    expect(isBusy(of(item('a', 1, { error })))).toBe(false);
    expect(isBusy({ ...QUEUE_AT_FIRST, trains: 'elsewhere' })).toBe(true);
    const last = { ...of(item('b', 1)), head: { ...HEAD_AT_FIRST, after: 'b' } };
    expect(isBusy({ ...last, trains: 'here' })).toBe(true);
  });
});

it('says in words how it stands', () => {
  const state = of(item('a', 1), item('b', 2));
  expect(queueText(state)).toBe('2 runs wait.');
  expect(queueText({ ...state, head: { ...HEAD_AT_FIRST, held: true } })).toBe('The queue is paused. 2 runs wait.');
  const after = { ...state, head: { ...HEAD_AT_FIRST, after: 'a', afterName: 'Indigo' } };
  expect(queueText(after)).toBe('1 run waits. “Indigo” was broken off: the queue goes on when you say so.');
  expect(queueText({ ...after, trains: 'here' })).toBe('1 run waits.');
});

it('says in short what a run learns', () => {
  expect(settingsInShort(item('a', 1).settings)).toMatch(
    /^LoRA · 4 steps · rank \d+ · learning rate [\d.]+ · 2 class images$/,
  );
  expect(settingsInShort(word('b').settings)).toMatch(
    /^Textual inversion · <b> · \d+ steps · \d+ vectors? · learning rate/,
  );
});
