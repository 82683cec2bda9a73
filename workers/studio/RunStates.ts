/**
 * The checkpoints of the run that goes on, written while it takes its next steps. Of several that wait the newest alone
 * is written: a slow disk must not gather them in memory.
 */
import * as Comlink from 'comlink';
import { say } from '../../src/contract/message.ts';
import type { TrainState } from '../../src/contract/runs/runs.ts';
import type { CheckpointEvent } from '../../src/contract/trainingJob.ts';
import type { FileStore } from '../../src/files/FileStore.ts';
import { writeRunState } from '../../src/files/runStates.ts';
import { StorageError } from '../../src/files/StorageError.ts';

export class RunStates {
  #writing: Promise<void> = Promise.resolve();
  #next: { state: TrainState; reached: number } | null = null;

  /** @param tell hears of each state that was written, or for which there was no room */
  constructor(
    private readonly files: FileStore,
    private readonly id: string,
    private readonly tell: (event: CheckpointEvent) => unknown,
  ) {}

  /** Writes a state as soon as the one before it is written. @param state the caller's no more: it may move to the page */
  write(state: TrainState): void {
    const waits = this.#next !== null;
    this.#next = { state, reached: performance.now() };
    if (!waits) this.#writing = this.#writing.then(() => this.#writeNext());
  }

  /** Once all is written and told. */
  settled(): Promise<void> {
    return this.#writing;
  }

  async #writeNext(): Promise<void> {
    if (!this.#next) return;
    const { state, reached } = this.#next;
    this.#next = null;
    const { step } = state.trainer;
    let unkept: CheckpointEvent['unkept'] = null;
    try {
      await writeRunState(this.files, this.id, state);
    } catch (cause) {
      unkept = { state, error: new StorageError(say('Could not keep unfinished training runs'), cause).info };
    }
    const event: CheckpointEvent = {
      phase: 'checkpoint',
      step,
      secondsAgo: (performance.now() - reached) / 1000,
      unkept,
    };
    // Heard of before the run's result, which comes by another way.
    await this.tell(unkept ? handedOver(event, unkept.state) : event);
  }
}

/** The state's numbers move to the page instead of being copied once more, but those of the best step: the run needs them. */
function handedOver(event: CheckpointEvent, { trainer, random }: TrainState): CheckpointEvent {
  const numbers = [...Object.values(trainer.vectors), random.words];
  return Comlink.transfer(
    event,
    numbers.map(({ buffer }) => buffer as ArrayBuffer),
  );
}
