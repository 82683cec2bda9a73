/** One history for all kinds of steps: taken back last first, done again, amended, let go of. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  amendLast,
  drop,
  MOST_STEPS,
  redoStep,
  remember,
  undoStep,
  useHistory,
  withoutHistory,
} from '../../../src/kit/history/history.ts';

beforeEach(() => useHistory.setState({ done: [], undone: [] }));

/** A number that steps add to. */
function counter() {
  let value = 0;
  const add = (by: number, what = `add ${by}`): number => {
    value += by;
    const undo = () => {
      value -= by;
    };
    return remember(what, { undo, again: () => void add(by, what) });
  };
  return { add, value: () => value };
}

describe('the history', () => {
  it('takes steps back last first, and does them again in their order', async () => {
    const { add, value } = counter();
    add(1);
    add(10);
    add(100);
    expect((await undoStep())?.what).toBe('add 100');
    expect((await undoStep())?.what).toBe('add 10');
    expect(value()).toBe(1);
    expect((await redoStep())?.what).toBe('add 10');
    expect((await redoStep())?.what).toBe('add 100');
    expect(value()).toBe(111);
    expect(await redoStep()).toBeNull();
    await undoStep();
    expect(value()).toBe(11);
  });

  it('forgets what was taken back once something else is done', async () => {
    const { add, value } = counter();
    const forget = vi.fn();
    remember('a removal', { undo: () => undefined, forget });
    await undoStep();
    expect(forget).not.toHaveBeenCalled();
    add(1);
    expect(forget).toHaveBeenCalledOnce();
    expect(await redoStep()).toBeNull();
    expect(value()).toBe(1);
  });

  it('takes back one of the middle by its id, once', async () => {
    const { add, value } = counter();
    const first = add(1);
    add(10);
    await Promise.all([undoStep(first), undoStep(first)]);
    expect(value()).toBe(10);
  });

  it('takes steps back one after the other, however fast they are asked for', async () => {
    const log: string[] = [];
    const slow = (name: string) =>
      remember(name, {
        undo: async () => {
          log.push(`${name} begins`);
          await new Promise((resolve) => setTimeout(resolve, 5));
          log.push(`${name} ends`);
        },
      });
    slow('a');
    slow('b');
    await Promise.all([undoStep(), undoStep()]);
    expect(log).toEqual(['b begins', 'b ends', 'a begins', 'a ends']);
  });

  it('goes on after a step that could not be taken back', async () => {
    const { add, value } = counter();
    add(1);
    remember('broken', { undo: () => Promise.reject(new Error('no')) });
    await expect(undoStep()).rejects.toThrow('no');
    await undoStep();
    expect(value()).toBe(0);
  });

  it('lets go of what lies too far back, and of what is dropped', () => {
    const forget = vi.fn();
    remember('first', { undo: () => undefined, forget });
    for (let step = 0; step < MOST_STEPS; step++) remember('another', { undo: () => undefined });
    expect(forget).toHaveBeenCalledOnce();
    expect(useHistory.getState().done).toHaveLength(MOST_STEPS);
    const dropped = vi.fn();
    drop(remember('brief', { undo: () => undefined, forget: dropped }));
    expect(dropped).toHaveBeenCalledOnce();
  });

  it('amends the last step alone, and none once something was taken back', async () => {
    const { add } = counter();
    const id = add(1);
    expect(amendLast(id, 'amended', { undo: () => undefined })).toBe(true);
    add(2);
    expect(amendLast(id, 'again', { undo: () => undefined })).toBe(false);
    expect(useHistory.getState().done.map(({ what }) => what)).toEqual(['amended', 'add 2']);
    await undoStep();
    expect(amendLast(id, 'again', { undo: () => undefined })).toBe(false);
  });
});

describe('silence', () => {
  it('ends with the work, even where that fails', async () => {
    const { isSilent } = await import('../../../src/kit/history/history.ts');
    expect(() =>
      withoutHistory(() => {
        expect(isSilent()).toBe(true);
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(isSilent()).toBe(false);
  });
});
