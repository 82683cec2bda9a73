/**
 * The process that reads the inputs. Which one it is at stands in a file (`WEFT_FUZZ_AT`) before it begins with it: where
 * the process hangs or ends, the lane knows by which input, and has it made again by its place.
 */
import { openSync, writeSync } from 'node:fs';
import process from 'node:process';
import { faulty } from '../faulty.ts';
import type { Input, Target } from '../target.ts';
import { targets } from '../targets/index.ts';
import { keep, readKept } from './corpus.ts';
import { type Failure, failureOf, isTyped, untyped } from './failure.ts';
import { countBuffers } from './measure.ts';
import type { Batch, FoundFailure, Order, Ready, Report } from './messages.ts';
import { Random } from './random.ts';
import { smaller } from './smaller.ts';

/** Failures of one place that are kept; more show nothing new. */
const MOST_ALIKE = 2;

const corpus = process.env.WEFT_FUZZ_CORPUS ?? 'tests/fuzz/corpus';
const place = openSync(process.env.WEFT_FUZZ_AT ?? '/dev/null', 'w');
const known = new Map<string, Target>([...targets, ...faulty].map((target) => [target.name, target]));
const seedsOf = new Map<string, readonly Input[]>();
const alike = new Map<string, number>();
let turns = 0;
/** What a promise that nobody awaited was rejected with. */
let stray: unknown = null;

countBuffers();
process.on('unhandledRejection', (reason) => {
  stray = reason ?? new Error('rejected with nothing');
});
process.on('message', (order: Order) => {
  carryOut(order).then(
    (report) => process.send?.(report),
    // A fault of the lane itself.
    (error) => {
      process.stderr.write(`${order.target}: ${error instanceof Error ? error.stack : error}\n`);
      process.exit(70);
    },
  );
});
process.send?.({ targets: targets.map(({ name }) => name) } satisfies Ready);

async function carryOut(order: Order): Promise<Report> {
  const target = known.get(order.target);
  if (!target) throw new RangeError(`there is no target ${order.target}`);
  switch (order.kind) {
    case 'batch':
      return readBatch(target, order);
    case 'seeds':
      return readSeeds(target);
    case 'replay': {
      const failure = await failureAt(target, 0, readKept(order.file));
      return { done: 1, failures: failure ? [{ ...failure, target: target.name, file: order.file }] : [] };
    }
    case 'keep':
      return { done: 0, failures: [kept(target, order.failure, await inputAt(target, order.seed, order.index))] };
  }
}

async function readBatch(target: Target, { seed, from, count, least, milliseconds }: Batch): Promise<Report> {
  const failures: FoundFailure[] = [];
  // Making whole inputs takes longer than reading them; on a busy machine little is computed in much time.
  await seeds(target);
  const begun = process.cpuUsage();
  const isOver = () => {
    const { user, system } = process.cpuUsage(begun);
    return (user + system) / 1000 > milliseconds;
  };
  let done = 0;
  while (done < count && (done < least || !isOver())) {
    const input = await inputAt(target, seed, from + done);
    const failure = await failureAt(target, from + done, input);
    done++;
    if (!failure) continue;
    const small =
      failure.kind === 'untyped' ? await smaller(input, (less) => failsAlike(target, less, failure)) : input;
    failures.push(kept(target, failure, small));
  }
  return { done, failures };
}

async function readSeeds(target: Target): Promise<Report> {
  let done = 0;
  for (const input of await seeds(target)) {
    try {
      await target.run(input);
      done++;
    } catch (error) {
      if (!isTyped(error, target)) throw error;
    }
  }
  return { done, failures: [] };
}

async function seeds(target: Target): Promise<readonly Input[]> {
  const found = seedsOf.get(target.name) ?? (await target.seeds());
  seedsOf.set(target.name, found);
  return found;
}

async function inputAt(target: Target, seed: string, index: number): Promise<Input> {
  const whole = await seeds(target);
  return whole[index] ?? target.mutate(new Random(seed, target.name, index), whole);
}

async function failureAt(target: Target, index: number, input: Input): Promise<Failure | null> {
  const look = async (closely: boolean) => {
    writeSync(place, `${index} ${turns++}`.padEnd(32), 0);
    return failureOf(target, input, closely);
  };
  stray = null;
  const failure = await look(false);
  if (stray !== null) return untyped(stray);
  // What the first look takes for the input's may be the compiler's, or what was loaded for the first time.
  return failure && failure.kind !== 'untyped' ? look(true) : failure;
}

async function failsAlike(target: Target, input: Input, { kind, place: where }: Failure): Promise<boolean> {
  const failure = await failureAt(target, 0, input);
  return failure?.kind === kind && failure.place === where;
}

function kept(target: Target, failure: Failure, input: Input): FoundFailure {
  const key = `${target.name} ${failure.kind} ${failure.place}`;
  const count = alike.get(key) ?? 0;
  alike.set(key, count + 1);
  const mark = new Random(typeof input === 'string' ? input : input.join()).below(2 ** 32).toString(16);
  const file = count < MOST_ALIKE ? keep(corpus, target.name, `${failure.kind}-${mark}`, input) : null;
  return { ...failure, target: target.name, file };
}
