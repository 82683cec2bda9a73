/** Notices of the whole page, and what storage says where something is kept or read. */

import { beforeEach, describe, expect, it, vi } from 'vitest';
import { StudioError } from '../../../src/contract/errors.ts';
import { asIs, say } from '../../../src/contract/message.ts';
import { StorageError } from '../../../src/files/StorageError.ts';
import type { ReadBack } from '../../../src/kit/records/RecordStore.ts';
import { dismissNotice, keep, notify, notifyError, readKept, useNotices } from '../../../src/session/noticesStore.ts';

const notices = () => useNotices.getState().notices;
const messages = () => notices().map(({ message }) => message);

beforeEach(() => useNotices.setState({ notices: [] }));

describe('notices', () => {
  it('stand in the order they came until each is dismissed', () => {
    notify('One.', 'Do this.');
    notify('Two.', 'Do that.');
    expect(notices()).toMatchObject([
      { message: 'One.', advice: 'Do this.' },
      { message: 'Two.', advice: 'Do that.' },
    ]);
    dismissNotice(notices()[0]?.id ?? '');
    expect(messages()).toEqual(['Two.']);
    dismissNotice('none');
    expect(messages()).toEqual(['Two.']);
  });

  it('don’t pile up, and come again once they were dismissed', () => {
    notify('One.', 'Do this.');
    notify('One.', 'Do this.');
    expect(notices()).toHaveLength(1);
    dismissNotice(notices()[0]?.id ?? '');
    notify('One.', 'Do this.');
    expect(messages()).toEqual(['One.']);
  });

  it('tell of an error in its own words, foreseen or not', () => {
    const storage = new StorageError(say('Could not keep the dataset'), new DOMException('full', 'QuotaExceededError'));
    notifyError(storage);
    notifyError(new StudioError({ code: 'internal', message: 'It broke.', advice: 'Mend it.' }));
    notifyError(new Error('bolt'));
    expect(notices()).toMatchObject([
      { message: storage.message, advice: storage.advice },
      { message: 'It broke.', advice: 'Mend it.' },
      { message: 'Something unexpected happened: bolt' },
    ]);
  });
});

type Entry = { id: string };
const [A, B] = [{ id: 'a' }, { id: 'b' }];

/** The dataset's, as far as it is read. */
const storeThat = (readAll: () => Promise<ReadBack<Entry>>) => ({
  what: asIs('the dataset'),
  readAll,
  readSome: async (ids: readonly string[]) => {
    const { records, damaged } = await readAll();
    return { records: records.filter(({ id }) => ids.includes(id)), damaged };
  },
});

describe('reading what was kept', () => {
  it.each([
    [1, 'An entry of the dataset was damaged and left out.'],
    [3, '3 entries of the dataset were damaged and left out.'],
  ])('gives what is whole, tells of %i damaged and hands them on', async (count, message) => {
    const damaged = Array.from({ length: count }, (_, stored) => ({
      stored,
      remove: async () => undefined,
      putBack: async () => undefined,
    }));
    await expect(readKept(storeThat(async () => ({ records: [A], damaged })))).resolves.toEqual([A]);
    expect(messages()).toEqual([message]);
    expect(notices()[0]?.damaged).toEqual({ what: asIs('the dataset'), records: damaged });
  });

  it('tells nothing where all is whole', async () => {
    await expect(readKept(storeThat(async () => ({ records: [A, B], damaged: [] })))).resolves.toEqual([A, B]);
    await expect(
      readKept(
        storeThat(async () => ({ records: [A, B], damaged: [] })),
        ['b'],
      ),
    ).resolves.toEqual([B]);
    expect(messages()).toEqual([]);
  });

  it('gives nothing where storage refuses, and tells why', async () => {
    const refused = new StorageError(say('Could not read the dataset'), new Error('closed'));
    await expect(readKept(storeThat(() => Promise.reject(refused)))).resolves.toEqual([]);
    expect(messages()).toEqual([refused.message]);
  });
});

it('keeping tells whether storage took it, and why not', async () => {
  await expect(keep(async () => undefined)).resolves.toBe(true);
  expect(messages()).toEqual([]);
  const refused = new StorageError(say('Could not keep the dataset'), new Error('closed'));
  await expect(keep(() => Promise.reject(refused))).resolves.toBe(false);
  expect(messages()).toEqual([refused.message]);
});

it('storage that does not answer is told of, once, and what it answers at last is taken', async () => {
  vi.useFakeTimers();
  try {
    let answer: (read: ReadBack<Entry>) => void = () => undefined;
    const reading = readKept(storeThat(() => new Promise((resolve) => (answer = resolve))));
    const writing = keep(() => new Promise(() => undefined));
    await vi.advanceTimersByTimeAsync(19_000);
    expect(messages()).toEqual([]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(messages()).toEqual([expect.stringContaining('storage does not answer')]);
    answer({ records: [A], damaged: [] });
    await expect(reading).resolves.toEqual([A]);
    expect(writing).toBeInstanceOf(Promise);
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
