/** A child process that reads inputs, watched from outside: it may hang, and it may end. */
import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { computedSeconds } from './computed.ts';
import { HEAP_MEGABYTES } from './measure.ts';
import type { Order, Ready, Report } from './messages.ts';

/** Seconds that are computed without another input after which the process is ended. More than the bound, which it measures. */
const ENDED_AFTER = 30;
/** Times as many may pass: on a busy machine little is computed in them, and what waits for ever computes nothing. */
const TO_WAIT = 10;
/** Times as many until the first input. */
const TO_BEGIN = 10;
const LOOK_EVERY = 250;

/** How an order ended that was not carried out. */
export interface Ended {
  ended: 'hang' | 'end';
  /** The place of the input that it ended with. */
  index: number;
  message: string;
}

export class ReadingProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly at: string,
    private readonly endedAfter: number,
    readonly targets: readonly string[],
  ) {}

  /** @param program the bundled child @param at file that says which input it is at @param corpus folder for failing inputs */
  static async start(
    program: string,
    at: string,
    corpus: string,
    { endedAfter = ENDED_AFTER }: { endedAfter?: number } = {},
  ): Promise<ReadingProcess> {
    const child = fork(program, {
      execArgv: [`--max-old-space-size=${HEAP_MEGABYTES}`, '--enable-source-maps', '--no-warnings'],
      env: { ...process.env, WEFT_FUZZ_AT: at, WEFT_FUZZ_CORPUS: corpus, NODE_OPTIONS: '' },
      // What the product logs of broken files is nobody's concern here; why the process ends is.
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    const { targets } = await new Promise<Ready>((resolve, reject) => {
      let said = '';
      child.stderr?.on('data', (piece) => {
        said = (said + piece).slice(-4000);
      });
      child.once('message', (ready: Ready) => resolve(ready));
      child.once('exit', (code) => reject(new Error(`the reading process ended with ${code}: ${said}`)));
    });
    child.removeAllListeners('exit');
    return new ReadingProcess(child, at, endedAfter, targets);
  }

  carryOut(order: Order): Promise<Report | Ended> {
    const { child } = this;
    return new Promise((resolve, reject) => {
      let last = this.#atText();
      let since = Date.now();
      let computed = computedSeconds(child.pid);
      // Whole inputs are made before the first is read.
      let limit = TO_BEGIN * this.endedAfter;
      const watch = setInterval(() => {
        const now = this.#atText();
        if (now !== last) {
          last = now;
          since = Date.now();
          computed = computedSeconds(child.pid);
          limit = this.endedAfter;
        } else if (secondsSince(since, computed) > limit) {
          settle({ ended: 'hang', index: this.#index(), message: `did not end in ${this.endedAfter} s` });
          child.kill('SIGKILL');
        }
      }, LOOK_EVERY);
      const secondsSince = (then: number, before: number | null) => {
        const passed = (Date.now() - then) / 1000;
        const by = computedSeconds(child.pid);
        return by === null || before === null ? passed : Math.max(by - before, passed / TO_WAIT);
      };
      let said = '';
      const hear = (piece: unknown) => {
        said = `${said}${piece}`.slice(-4000);
      };
      const settle = (result: Report | Ended) => {
        clearInterval(watch);
        child.off('message', settle);
        child.off('exit', gone);
        child.stderr?.off('data', hear);
        resolve(result);
      };
      const gone = (code: number | null, signal: string | null) => {
        if (code === 70) reject(new Error(`the lane itself failed: ${said}`));
        const why = /FATAL ERROR: [^\n]*/.exec(said)?.[0] ?? `ended by ${signal ?? code}`;
        settle({ ended: 'end', index: this.#index(), message: why });
      };
      child.on('message', settle);
      child.on('exit', gone);
      child.stderr?.on('data', hear);
      child.send(order);
    });
  }

  stop(): void {
    this.child.kill('SIGKILL');
  }

  #atText(): string {
    return readFileSync(this.at, 'utf8');
  }

  #index(): number {
    return Number.parseInt(this.#atText(), 10) || 0;
  }
}
