/** Runs that wait have their turns: in order, one at a time over all tabs, each once, whatever becomes of the others. */
import { describe, expect, it } from 'vitest';
import { atRest, browserInMemory, failed, LEARNT, MODEL, newItem, queued, tab, word } from './queueInNode.ts';

describe('runs that wait', () => {
  it('have their turns in order, of both methods, and leave the queue once they are in the library', async () => {
    const browser = browserInMemory();
    const page = tab(browser);
    await page.flow.add(queued(newItem('a'), word('b'), newItem('c')));
    await atRest();
    expect([page.active(), page.names()]).toEqual(['a', ['a', 'b', 'c']]);
    await page.end(LEARNT);
    expect([page.active(), page.names()]).toEqual(['b', ['b', 'c']]);
    await page.end(LEARNT);
    await page.end(LEARNT);
    expect(page.runs).toEqual(['start a', 'start b', 'start c']);
    expect(page.names()).toEqual([]);
    expect([...browser.records.keys()]).toEqual(['head']);
    expect(browser.pictures.size).toBe(0);
  });

  it('wait for a run that was started by itself, and go on after it', async () => {
    const page = tab(browserInMemory());
    page.direct('first');
    await page.flow.add(queued(newItem('a')));
    await atRest();
    expect(page.active()).toBe('first');
    await page.end(LEARNT);
    expect(page.active()).toBe('a');
  });

  it('are moved by hand, to the ends too, and have their turns in that order', async () => {
    const page = tab(browserInMemory());
    await page.flow.hold();
    await page.flow.add(queued(newItem('a'), newItem('b'), newItem('c')));
    await page.flow.move('c', -1);
    expect(page.names()).toEqual(['a', 'c', 'b']);
    await page.flow.move('c', -1);
    await page.flow.move('c', -1);
    expect(page.names()).toEqual(['c', 'a', 'b']);
    await page.flow.move('c', 1);
    await page.flow.move('b', 1);
    expect(page.names()).toEqual(['a', 'c', 'b']);
    await page.flow.putBefore('a', null);
    expect(page.names()).toEqual(['c', 'b', 'a']);
    await page.flow.goOn();
    await atRest();
    expect(page.active()).toBe('c');
  });

  it('of another model than the open one are passed over, and stay', async () => {
    const page = tab(browserInMemory());
    const other = newItem('other', { model: { fingerprint: 'x-y-z', name: 'Another' } });
    await page.flow.add(queued(other, newItem('a')));
    await atRest();
    expect(page.active()).toBe('a');
    await page.end(LEARNT);
    expect([page.active(), page.names()]).toEqual([null, ['other']]);
  });

  it('wait where the model can’t be opened, and lose nothing', async () => {
    const page = tab(browserInMemory(), { model: () => Promise.reject(new Error('no device')) });
    await page.flow.add(queued(newItem('a')));
    await atRest();
    expect([page.active(), page.names(), page.refused]).toEqual([null, ['a'], []]);
  });
});

describe('a paused queue', () => {
  it('lets the run that is under way end, and begins no other until it goes on', async () => {
    const page = tab(browserInMemory());
    await page.flow.add(queued(newItem('a'), newItem('b')));
    await atRest();
    await page.flow.hold();
    await page.end(LEARNT);
    expect(page.active()).toBeNull();
    await page.flow.goOn();
    await atRest();
    expect(page.active()).toBe('b');
  });

  it('is what pausing or cancelling the run makes of it, since its person wants the device; that run is the next', async () => {
    for (const end of ['paused', 'cancelled'] as const) {
      const browser = browserInMemory();
      const page = tab(browser);
      await page.flow.add(queued(newItem('a'), newItem('b')));
      await atRest();
      browser.unfinished.add('a');
      await page.end({ end });
      expect([page.active(), page.state().head.held, page.names()]).toEqual([null, true, ['a', 'b']]);
      await page.flow.goOn();
      await atRest();
      expect(page.runs).toEqual(['start a', 'go on a']);
    }
  });

  it('goes on when its person goes on with that run by hand', async () => {
    const browser = browserInMemory();
    const page = tab(browser);
    await page.flow.add(queued(newItem('a'), newItem('b')));
    await atRest();
    await page.end({ end: 'paused' });
    page.direct('a');
    await atRest();
    await page.end(LEARNT);
    expect(page.active()).toBe('b');
  });
});

describe('a run that fails', () => {
  it('stays with its error, does not stop the others, and is tried again when asked', async () => {
    const page = tab(browserInMemory());
    await page.flow.add(queued(newItem('a'), newItem('b')));
    await atRest();
    await page.end(failed('diverged'));
    expect(page.active()).toBe('b');
    expect(page.state().items[0]?.error).toEqual({ message: 'It ended as diverged.', advice: 'Try again.' });
    await page.end(LEARNT);
    expect([page.active(), page.names()]).toEqual([null, ['a']]);
    await page.flow.tryAgain('a');
    await atRest();
    expect(page.active()).toBe('a');
    await page.end(LEARNT);
    expect(page.names()).toEqual([]);
  });

  it('since another tab trains has not failed: its turn comes again', async () => {
    const page = tab(browserInMemory());
    await page.flow.add(queued(newItem('a')));
    await atRest();
    await page.end(failed('busy'));
    expect([page.active(), page.state().items[0]?.error]).toEqual(['a', null]);
  });

  it('is not tried over and over where storage refuses to note it', async () => {
    const browser = browserInMemory();
    const page = tab(browser);
    await page.flow.add(queued(newItem('a'), newItem('b')));
    await atRest();
    browser.refuses = true;
    await page.end(failed('diverged'));
    expect(page.refused.length).toBeGreaterThan(0);
    expect(page.runs.filter((run) => run === 'start a')).toHaveLength(1);
  });

  it('for want of room, with what it learnt on the page alone, is not learnt again by itself', async () => {
    const page = tab(browserInMemory());
    await page.flow.add(queued(newItem('a')));
    await atRest();
    await page.end({ end: 'learnt', stored: false });
    expect(page.active()).toBeNull();
    expect(page.state().items[0]?.error?.message).toContain('no room');
  });
});

describe('removing', () => {
  it('takes one out without the others, and puts it back where it was, with its pictures', async () => {
    const browser = browserInMemory();
    const page = tab(browser);
    await page.flow.hold();
    await page.flow.add(queued(newItem('a'), newItem('b'), newItem('c')));
    const { undo } = await page.flow.remove(['b']);
    expect(page.names()).toEqual(['a', 'c']);
    await undo();
    expect(page.names()).toEqual(['a', 'b', 'c']);
    const all = await page.flow.remove(['a', 'b', 'c']);
    expect([page.names(), browser.pictures.size]).toEqual([[], 0]);
    await all.undo();
    expect([page.names(), browser.pictures.size]).toEqual([['a', 'b', 'c'], 1]);
  });

  it('takes nothing that another tab took out before, and puts nothing of it back', async () => {
    const browser = browserInMemory();
    const [page, other] = [tab(browser), tab(browser)];
    await page.flow.hold();
    await page.flow.add(queued(newItem('a'), newItem('b')));
    await other.hear();
    await page.flow.remove(['b']);
    const { items, undo } = await other.flow.remove(['b']);
    expect([items, other.names()]).toEqual([[], ['a']]);
    await undo();
    expect([...browser.records.keys()]).not.toContain('b');
  });

  it('leaves the run that is under way', async () => {
    const page = tab(browserInMemory());
    await page.flow.add(queued(newItem('a'), newItem('b')));
    await atRest();
    const { items } = await page.flow.remove(['a', 'b']);
    expect([items.map(({ id }) => id), page.names()]).toEqual([['b'], ['a']]);
  });

  it('is what discarding a run does, and the queue goes on', async () => {
    const page = tab(browserInMemory());
    await page.flow.add(queued(newItem('a'), newItem('b')));
    await atRest();
    await page.end({ end: 'discarded' });
    expect([page.active(), page.names()]).toEqual(['b', ['b']]);
  });
});

describe('a page that opens after another closed', () => {
  it('waits for its person where a run was broken off, and goes on with that run first', async () => {
    const browser = browserInMemory();
    const closed = tab(browser);
    await closed.flow.add(queued(newItem('a'), newItem('b')));
    await atRest();
    browser.unfinished.add('a');
    const page = tab({ ...browser, ...locksAnew() });
    await page.hear();
    expect([page.active(), page.state().head.after]).toEqual([null, 'a']);
    await page.flow.goOn();
    await atRest();
    expect(page.runs).toEqual(['go on a']);
    await page.end(LEARNT);
    expect(page.active()).toBe('b');
  });

  it('goes on by itself after a run that came to its end, and runs none twice', async () => {
    const browser = browserInMemory();
    const closed = tab(browser);
    await closed.flow.add(queued(newItem('a'), newItem('b')));
    await atRest();
    // Its page closed between the library and the queue.
    browser.library.add('a');
    const page = tab({ ...browser, ...locksAnew() });
    await page.hear();
    expect([page.runs, page.names()]).toEqual([['start b'], ['b']]);
  });

  it('waits for its person where the page closed before a run had begun to learn', async () => {
    const browser = browserInMemory();
    const closed = tab(browser);
    await closed.flow.add(queued(newItem('a')));
    await atRest();
    const page = tab({ ...browser, ...locksAnew() });
    await page.hear();
    expect(page.active()).toBeNull();
    await page.flow.goOn();
    await atRest();
    expect(page.runs).toEqual(['start a']);
  });

  it('goes on after a run of another kind of which nothing is left', async () => {
    const browser = browserInMemory();
    const closed = tab(browser);
    closed.direct('first');
    await closed.flow.add(queued(newItem('a')));
    await atRest();
    const page = tab({ ...browser, ...locksAnew() });
    await page.hear();
    expect(page.runs).toEqual(['start a']);
  });
});

describe('two tabs', () => {
  it('run each run once, one at a time, and the other sees it', async () => {
    const browser = browserInMemory();
    const [a, b] = [tab(browser), tab(browser)];
    await Promise.all([a.flow.add(queued(newItem('1'), newItem('2'))), b.flow.add(queued(newItem('3'), newItem('4')))]);
    await atRest();
    await Promise.all([a.hear(), b.hear()]);
    for (let turn = 0; turn < 4; turn++) {
      expect([a.active(), b.active()].filter(Boolean)).toHaveLength(1);
      await (a.active() ? a : b).end(LEARNT);
      await Promise.all([a.hear(), b.hear()]);
    }
    expect([...a.runs, ...b.runs].sort()).toEqual(['start 1', 'start 2', 'start 3', 'start 4']);
    expect(browser.log.filter((entry) => entry.startsWith('learnt'))).toHaveLength(4);
    expect([a.names(), b.names()]).toEqual([[], []]);
  });

  it('know where a run is under way', async () => {
    const browser = browserInMemory();
    const [a, b] = [tab(browser), tab(browser)];
    await a.flow.add(queued(newItem('1')));
    await atRest();
    await b.hear();
    expect([a.state().trains, b.state().trains]).toEqual(['here', 'elsewhere']);
    await a.end(LEARNT);
    await b.hear();
    expect([a.state().trains, b.state().trains]).toEqual(['nobody', 'nobody']);
  });
});

/** A closed page holds none. */
function locksAnew() {
  const { underWay, turns } = browserInMemory();
  return { underWay, turns };
}

it('asks for the open model only when it has a turn to give', async () => {
  let asked = 0;
  const page = tab(browserInMemory(), {
    model: async () => {
      asked += 1;
      return MODEL;
    },
  });
  await page.flow.hold();
  await page.flow.add(queued(newItem('a')));
  await atRest();
  expect(asked).toBe(0);
});
