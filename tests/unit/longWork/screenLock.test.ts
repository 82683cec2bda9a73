/** The screen is kept awake while that is wanted and the page is there, and never longer. */
import { describe, expect, it, vi } from 'vitest';
import { ScreenLock } from '../../../src/app/longWork/ScreenLock.ts';

class FakeSentinel {
  released = false;
  release = vi.fn(async () => {
    this.released = true;
    return undefined;
  });
}

/** A screen whose requests are answered by hand. */
function fakeScreen() {
  const asked: { grant: () => FakeSentinel; refuse: () => void }[] = [];
  const screen = {
    visible: true,
    isVisible: () => screen.visible,
    wakeLock: {
      request: () =>
        new Promise<FakeSentinel>((resolve, reject) => {
          asked.push({
            grant: () => {
              const sentinel = new FakeSentinel();
              resolve(sentinel);
              return sentinel;
            },
            refuse: () => reject(new DOMException('low battery', 'NotAllowedError')),
          });
        }),
    },
  };
  return { screen, asked, lock: new ScreenLock(screen) };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('the screen', () => {
  it('is awake while work goes', async () => {
    const { lock, asked } = fakeScreen();
    lock.want(true);
    lock.want(true);
    expect(asked).toHaveLength(1);
    const held = asked[0]?.grant();
    await settled();
    expect(held?.released).toBe(false);
    lock.want(false);
    await settled();
    expect(held?.released).toBe(true);
    lock.pageTurned();
    expect(asked).toHaveLength(1);
  });

  it('is awake again when the page is there again', async () => {
    const { lock, asked, screen } = fakeScreen();
    lock.want(true);
    const first = asked[0]?.grant();
    await settled();
    screen.visible = false;
    if (first) first.released = true;
    lock.pageTurned();
    expect(asked).toHaveLength(1);
    screen.visible = true;
    lock.pageTurned();
    expect(asked).toHaveLength(2);
  });

  it('may sleep where the work ended before it was granted', async () => {
    const { lock, asked } = fakeScreen();
    lock.want(true);
    lock.want(false);
    const late = asked[0]?.grant();
    await settled();
    expect(late?.released).toBe(true);
  });

  it('is asked for again after a refusal, once the page turned', async () => {
    const { lock, asked } = fakeScreen();
    lock.want(true);
    asked[0]?.refuse();
    await settled();
    expect(asked).toHaveLength(1);
    lock.pageTurned();
    expect(asked).toHaveLength(2);
  });

  it('is left alone where the browser can’t', async () => {
    const lock = new ScreenLock({ wakeLock: null, isVisible: () => true });
    lock.want(true);
    lock.want(false);
    await settled();
  });
});
