/** A word before the browser's storage is full, once, and none where it can't tell. */
import { beforeEach, describe, expect, it } from 'vitest';
import { tellIfNearlyFull } from '../../../src/session/nearlyFull.ts';
import { useNotices } from '../../../src/session/noticesStore.ts';

const told = () => useNotices.getState().notices.map(({ advice }) => advice);

beforeEach(() => useNotices.setState({ notices: [] }));

describe('tellIfNearlyFull', () => {
  it.each([
    [{ usedBytes: null, freeBytes: null }],
    [{ usedBytes: 5e6, freeBytes: null }],
    [{ usedBytes: 89e6, freeBytes: 11e6 }],
  ])('says nothing of %o', async (room) => {
    await tellIfNearlyFull(async () => room);
    expect(told()).toEqual([]);
  });

  it('says nothing where the browser refuses to tell', async () => {
    await tellIfNearlyFull(() => Promise.reject(new Error('closed')));
    expect(told()).toEqual([]);
  });

  it('tells what is left, and once', async () => {
    for (let time = 0; time < 2; time++) await tellIfNearlyFull(async () => ({ usedBytes: 95e6, freeBytes: 5e6 }));
    expect(told()).toHaveLength(1);
    expect(told()[0]).toMatch(/^5(\.0)? MB are left/);
  });
});
