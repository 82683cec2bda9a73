/** The fuzz lane: every target in turn, in processes of their own, until the time is over or there were enough inputs. */
import { join } from 'node:path';
import { bundleChild } from './bundle.ts';
import { keptIn } from './corpus.ts';
import type { FoundFailure } from './messages.ts';
import { ReadingProcess } from './ReadingProcess.ts';

/** Where failing inputs are kept, to be read again by the unit tests for ever. */
export const CORPUS = 'tests/fuzz/corpus';

/** Inputs, and milliseconds that are computed, of one target before the next one's turn. */
const BATCH = 1000;
const TURN = 400;
/** So many it has in any case: what takes long to read would otherwise be read hardly ever. */
const LEAST = 50;

export interface LaneRequest {
  seed: string;
  /** When to end. */
  milliseconds: number;
  /** Inputs of each target at most. */
  inputs?: number;
  /** Those whose names hold this; all unless said. */
  only?: string;
  /** Processes at a time. */
  processes?: number;
  corpus?: string;
  /** Hears of each failure when it is found. */
  onFailure?: (failure: FoundFailure) => void;
}

export interface TargetResult {
  inputs: number;
  failures: FoundFailure[];
}

/** Processes so far: each has a file of its own. */
let started = 0;

/** Reads by means of children that are started anew whenever one ends. */
export class Lane {
  private constructor(
    private readonly bundle: Awaited<ReturnType<typeof bundleChild>>,
    private readonly corpus: string,
  ) {}

  static async open(corpus = CORPUS): Promise<Lane> {
    return new Lane(await bundleChild(), corpus);
  }

  /** The same, with failing inputs kept in another folder. */
  keepingIn(corpus: string): Lane {
    return new Lane(this.bundle, corpus);
  }

  close(): void {
    this.bundle.remove();
  }

  start(options: { endedAfter?: number } = {}): Promise<ReadingProcess> {
    const { program, folder } = this.bundle;
    return ReadingProcess.start(program, join(folder, `at-${started++}`), this.corpus, options);
  }

  /** Names of all targets. */
  async targets(): Promise<readonly string[]> {
    const reader = await this.start();
    reader.stop();
    return reader.targets;
  }

  /** @param names of targets @returns what came of each */
  async fuzz(names: readonly string[], request: LaneRequest): Promise<Map<string, TargetResult>> {
    const { seed, milliseconds, inputs = Number.POSITIVE_INFINITY, processes = 1, onFailure } = request;
    const until = Date.now() + milliseconds;
    const results = new Map(names.map((name): [string, TargetResult] => [name, { inputs: 0, failures: [] }]));
    const queue = [...names];
    const found = (failures: readonly FoundFailure[]) => {
      for (const failure of failures) {
        results.get(failure.target)?.failures.push(failure);
        onFailure?.(failure);
      }
    };
    const work = async () => {
      let reader = await this.start();
      for (let target = queue.shift(); target !== undefined && Date.now() < until; target = queue.shift()) {
        const result = results.get(target) as TargetResult;
        const from = result.inputs;
        const count = Math.min(BATCH, inputs - from);
        const batch = { kind: 'batch', target, seed, milliseconds: TURN } as const;
        const report = await reader.carryOut({ ...batch, from, count, least: LEAST });
        if ('ended' in report) {
          const { ended: kind, index, message } = report;
          result.inputs = Math.max(from, index) + 1;
          reader = await this.start();
          // The machine may have ended the process, or held it up: what ends it by itself does so again.
          const again = await reader.carryOut({ ...batch, from: index, count: 1, least: 1 });
          if ('ended' in again) {
            reader = await this.start();
            const failure = { kind, message, place: '' };
            const kept = await reader.carryOut({ kind: 'keep', target, seed, index, failure });
            if ('failures' in kept) found(kept.failures);
          } else found(again.failures);
        } else {
          result.inputs += report.done;
          found(report.failures);
        }
        if (result.inputs < inputs) queue.push(target);
      }
      reader.stop();
    };
    await Promise.all(Array.from({ length: processes }, work));
    return results;
  }

  /** Reads what is kept once more. @returns what fails still */
  async replay(corpus = this.corpus): Promise<{ done: number; failures: FoundFailure[] }> {
    let reader = await this.start();
    const known = new Set(reader.targets);
    const failures: FoundFailure[] = [];
    const all = keptIn(corpus);
    for (const { target, file } of all) {
      if (!known.has(target)) throw new RangeError(`${file} is of no target`);
      const report = await reader.carryOut({ kind: 'replay', target, file });
      if ('failures' in report) failures.push(...report.failures);
      else {
        failures.push({ kind: report.ended, message: report.message, place: '', target, file });
        reader = await this.start();
      }
    }
    reader.stop();
    return { done: all.length, failures };
  }

  /** How many whole inputs of each target are accepted. */
  async accepted(names: readonly string[]): Promise<Map<string, number>> {
    const reader = await this.start();
    const counts = new Map<string, number>();
    for (const target of names) {
      const report = await reader.carryOut({ kind: 'seeds', target });
      counts.set(target, 'done' in report ? report.done : 0);
    }
    reader.stop();
    return counts;
  }
}
