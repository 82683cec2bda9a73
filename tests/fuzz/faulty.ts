/** Parsers with a fault each, by which it is tested that the lane sees faults. No part of a run. */
import process from 'node:process';
import { EngineError } from '@weft/engine';
import type { Bytes } from './mutators/bytes.ts';
import type { Target } from './target.ts';

class RefusedError extends EngineError {
  readonly code = 'weights';
}

/** Takes its whole input, and does at any other what `fail` does. */
const faultyTarget = (name: string, fail: (bytes: Bytes) => unknown): Target => ({
  name: `faulty: ${name}`,
  allows: [],
  seeds: async () => [Uint8Array.of(1, 2, 3, 4)],
  mutate: (random) => Uint8Array.of(9, random.below(256)),
  run: (input) => ((input as Bytes)[0] === 1 ? null : fail(input as Bytes)),
});

function work(): void {
  for (let number = 0; number < 1_000_000; number++) Math.sqrt(number);
}

/** Buffers that are never let go of. */
const held: Uint8Array[] = [];

export const faulty: readonly Target[] = [
  faultyTarget('none', () => {
    throw new RefusedError('It is broken.', 'Take another one.');
  }),
  faultyTarget('untyped', () => {
    throw new TypeError('nobody thought of this');
  }),
  faultyTarget('promise', async () => {
    void Promise.reject(new TypeError('nobody waits for this'));
    await new Promise((resolve) => setImmediate(resolve));
  }),
  faultyTarget('buffer', () => new Float32Array(40 * 2 ** 20).length),
  faultyTarget('slice', () => {
    const small = new Uint8Array(8 * 2 ** 20);
    for (let count = 0; count < 12; count++) held.push(small.slice());
  }),
  faultyTarget('objects', () => {
    const kept: object[] = [];
    for (;;) kept.push({ at: kept.length, text: `${kept.length}` });
  }),
  faultyTarget('slow', () => {
    const cpu = process.cpuUsage();
    const until = performance.now() + 2100;
    // Computed and passed: on a busy machine one is not the other.
    while (performance.now() < until || process.cpuUsage(cpu).user < 2_100_000) work();
  }),
  faultyTarget('hang', (bytes) => {
    while (bytes[0] === 9) Math.sqrt(bytes.length);
  }),
];
