/** What is told at the end of work, what the tab shows of it, and what a person chose. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readPreferences, setPreference } from '../../../src/app/longWork/preferences.ts';
import { RESTING_ICON, tabIcon, tabTitle } from '../../../src/app/longWork/tabText.ts';
import { isNews, NO_WORK, reduceWork, type WorkEvent } from '../../../src/app/longWork/workState.ts';

afterEach(() => vi.unstubAllGlobals());

describe('the end of work', () => {
  const after = (seconds: number, ended: Partial<Extract<WorkEvent, { type: 'ended' }>>) =>
    reduceWork(reduceWork(NO_WORK, { type: 'began', now: 5000 }), {
      type: 'ended',
      now: 5000 + seconds * 1000,
      end: 'done',
      seen: false,
      ...ended,
    }).unseen;

  it.each([
    [60, {}, 'done'],
    [60, { end: 'failed' }, 'failed'],
    [60, { end: 'cancelled' }, null],
    [60, { seen: true }, null],
    [3, {}, null],
  ] as const)('after %i s, %o, is told as %s', (seconds, ended, told) => {
    expect(after(seconds, ended)).toBe(told);
  });

  it('is shown until somebody looks, and told once, whatever short work follows', () => {
    const unseen = { since: null, unseen: 'done' } as const;
    expect(reduceWork(unseen, { type: 'seen' })).toEqual(NO_WORK);
    const next = reduceWork(unseen, { type: 'began', now: 7 });
    const ended = { type: 'ended', end: 'done', now: 1007, seen: false } as const;
    expect(isNews(next, ended)).toBe(false);
    expect(reduceWork(next, ended)).toEqual(unseen);
    expect(reduceWork(next, { ...ended, seen: true })).toEqual(NO_WORK);
    expect(reduceWork(NO_WORK, { type: 'ended', end: 'done', now: 1e6, seen: false })).toEqual(NO_WORK);
    expect(reduceWork(NO_WORK, { type: 'seen' })).toBe(NO_WORK);
  });
});

describe('the tab', () => {
  const job = { title: 'Training “Ankara”', fraction: 0.4267, secondsLeft: 170 };

  it('says how far the work is', () => {
    expect(tabTitle('Create', job, null)).toBe('42 %, about 3 min left · Training “Ankara” · Weft');
    expect(tabTitle('Create', { ...job, secondsLeft: null }, null)).toBe('42 % · Training “Ankara” · Weft');
    expect(tabTitle('Create', { ...job, fraction: null, secondsLeft: null }, null)).toBe('Training “Ankara” · Weft');
    expect(tabTitle('Create', null, null)).toBe('Create · Weft');
    expect(tabTitle('Create', null, 'done')).toBe('Done · Create · Weft');
    expect(tabTitle('Create', null, 'failed')).toBe('Stopped · Create · Weft');
  });

  it('has an icon that fills in steps, and a mark at the end', () => {
    const icon = (fraction: number | null) => tabIcon({ ...job, fraction }, null);
    const filled = (fraction: number | null) =>
      Number(/stroke-dasharray="([\d.]+) /.exec(decodeURIComponent(icon(fraction)))?.[1]);
    expect(filled(null)).toBe(0);
    expect(filled(0.5)).toBeCloseTo(Math.PI * 10, 1);
    expect(icon(0.5)).toBe(icon(0.54));
    expect(icon(0.5)).not.toBe(icon(0.55));
    expect(tabIcon(null, null)).toBe(RESTING_ICON);
    expect(new Set([tabIcon(null, 'done'), tabIcon(null, 'failed'), icon(1)]).size).toBe(3);
  });
});

describe('what a person chose', () => {
  const withStored = (text: string | null) => {
    const stored = new Map(text === null ? [] : [['weft-long-work', text]]);
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => stored.set(key, value),
    });
  };

  it.each([
    [null, { awake: true, tell: false }],
    ['{"awake":false,"tell":true}', { awake: false, tell: true }],
    ['{"awake":"no","tell":true}', { awake: true, tell: true }],
    ['not JSON', { awake: true, tell: false }],
  ])('%s is read as %o', (text, read) => {
    withStored(text);
    expect(readPreferences()).toEqual(read);
  });

  it('is read as it was set', () => {
    withStored(null);
    setPreference({ awake: false });
    expect(readPreferences()).toEqual({ awake: false, tell: false });
    setPreference({ awake: true });
  });

  it('holds without storage too', () => {
    vi.stubGlobal('localStorage', undefined);
    expect(() => setPreference({ tell: false })).not.toThrow();
    expect(readPreferences()).toEqual({ awake: true, tell: false });
  });
});
