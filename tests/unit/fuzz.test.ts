/** A small part of the fuzz lane: what failed once goes on being read well, and the lane itself sees every kind of fault. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Lane } from '../fuzz/run/lane.ts';

const SEED = 'kente';
/** Inputs of each target. */
const EACH = 8;
/** Targets of which there is nothing to accept: what takes the place of a file, and what is refused whatever it is called. */
const REFUSED = ['place-takers-of-weights', 'beside-a-single-file', 'zip64', 'pickle-names', 'other-pictures'];

let lane: Lane;
/** Of faults that are made on purpose. */
let elsewhere: Lane;
const folder = mkdtempSync(join(tmpdir(), 'weft-fuzz-'));

beforeAll(async () => {
  lane = await Lane.open();
  elsewhere = lane.keepingIn(folder);
});
afterAll(() => {
  lane.close();
  rmSync(folder, { recursive: true, force: true });
});

describe.concurrent('parsers of foreign bytes', () => {
  it('read all that failed once', async () => {
    const { done, failures } = await lane.replay();
    expect(failures).toEqual([]);
    expect(done).toBeGreaterThan(5);
  });

  it('accept what is whole, and bear many changed inputs', async () => {
    const names = await lane.targets();
    expect(names.length).toBeGreaterThan(30);
    expect(new Set(names).size).toBe(names.length);
    const accepted = await lane.accepted(names);
    expect([...accepted].flatMap(([name, count]) => (count === 0 ? name : []))).toEqual(REFUSED);
    const results = await elsewhere.fuzz(names, { seed: SEED, milliseconds: 600_000, inputs: EACH, processes: 2 });
    expect([...results.values()].flatMap(({ failures }) => failures)).toEqual([]);
    expect([...results.values()].map(({ inputs }) => inputs)).toEqual(names.map(() => EACH));
  });
});

describe.concurrent('the lane', () => {
  it.each([
    ['untyped', 'untyped', /TypeError: nobody thought of this/],
    ['promise', 'untyped', /nobody waits for this/],
    ['buffer', 'memory', /16\d MiB \(buffers asked for\)/],
    ['slice', 'memory', /\(buffers held\)/],
    ['slow', 'slow', /took \d+\.\d s/],
    ['objects', 'end', /heap/],
  ])('sees a parser that is at fault: %s', async (name, kind, message) => {
    const results = await elsewhere.fuzz([`faulty: ${name}`], { seed: SEED, milliseconds: 60_000, inputs: 2 });
    const [first] = [...results.values()].flatMap(({ failures }) => failures);
    expect(first).toMatchObject({ kind, message: expect.stringMatching(message) });
    expect(existsSync(first?.file ?? '')).toBe(true);
  });

  it('ends a parser that hangs, and knows by which input', async () => {
    const reader = await lane.start({ endedAfter: 1 });
    const order = {
      kind: 'batch',
      target: 'faulty: hang',
      seed: SEED,
      from: 0,
      count: 2,
      least: 2,
      milliseconds: 60_000,
    } as const;
    const ended = await reader.carryOut(order);
    expect(ended).toMatchObject({ ended: 'hang', index: 1 });
  });

  it('finds no fault where there is none, and makes the same inputs of the same seed', async () => {
    const run = () => elsewhere.fuzz(['faulty: none'], { seed: SEED, milliseconds: 60_000, inputs: 100 });
    const [one, other] = [await run(), await run()];
    expect(one.get('faulty: none')).toEqual({ inputs: 100, failures: [] });
    expect(other).toEqual(one);
  });
});
