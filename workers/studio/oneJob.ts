/** The line of one: a job that is asked for while another runs is refused. The page queues jobs. */
import * as Comlink from 'comlink';
import { type Outcome, studioError } from '../../src/contract/errors.ts';
import { outcomeOf } from '../../src/contract/outcome.ts';
import { explainEngineError } from './explainErrors.ts';
import { RunningJob } from './runningJob.ts';

export class OneJob {
  #running: RunningJob | null = null;

  /** The job that runs; null while none does. */
  get running(): RunningJob | null {
    return this.#running;
  }

  /**
   * Runs one job; a second one is refused while it lasts. The page's callback is released when it ends.
   * @param guard ends the work where its device is lost
   * @param refine what its errors are told as
   */
  run<T>(
    callback: object,
    work: (job: RunningJob) => Promise<T>,
    guard: (work: Promise<T>) => Promise<T>,
    refine: (error: unknown) => unknown = (error) => error,
  ): Promise<Outcome<T>> {
    return outcomeOf(async () => {
      if (this.#running) throw studioError('busy', 'Another job is running.', 'Wait until it is done, or cancel it.');
      const job = new RunningJob();
      this.#running = job;
      try {
        return await guard(work(job));
      } catch (error) {
        throw refine(error);
      } finally {
        this.#running = null;
        (callback as Partial<Comlink.ProxyMethods>)[Comlink.releaseProxy]?.();
      }
    }, explainEngineError);
  }
}
