/** What is kept of a run as it goes: which checkpoint, in which order, and what becomes of it when the run ends. */
import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../src/features/library/records/runRecords.ts';
import { begunRecord, RunRecorder } from '../../../src/features/training/run/runRecorder.ts';
import {
  checkpointAt,
  errorOf,
  identity,
  loss,
  picture,
  settings,
  stateAt,
  storageInMemory,
} from './trainingInNode.ts';

const madeFrom = { ownClassImages: [], fewStepAdapter: null };
const begun = { id: 'r', settings, identity, ...madeFrom };
const record: RunRecord = { ...begun, startedAt: 5, paused: false };
const set = { id: 's', model: 'a', modelName: 'a', prompt: 'p', drawing: 'd', count: 0, bytes: 0 };
const course = (step: number) => ({ losses: [loss(step)], evaluations: [], seconds: step });

function recording(goesOn: RunRecord | null = null) {
  const memory = storageInMemory();
  return { memory, recorder: new RunRecorder('r', settings, goesOn, madeFrom, memory.storage) };
}

/** Lets the writes so far come to their end. */
const written = () => new Promise((resolve) => setTimeout(resolve));

describe('the record of a run that begins', () => {
  it('is new for a new run', () => expect(begunRecord(begun, null, 9)).toEqual({ ...record, startedAt: 9 }));

  it('stays as it is where the run was broken off', () => expect(begunRecord(begun, record, 9)).toBeNull());

  it('tells the settings that the run goes on with', () => {
    const less = { ...settings, segments: settings.segments + 1 };
    expect(begunRecord({ ...begun, settings: less }, record, 9)).toEqual({ ...record, settings: less });
  });

  it('of a paused run is that of one that goes on, begun when it was', () => {
    expect(begunRecord(begun, { ...record, paused: true }, 9)).toEqual(record);
  });
});

describe('checkpoints', () => {
  it('are kept one in place of the other, with what the run is known by up to them', async () => {
    const { memory, recorder } = recording();
    for (const step of [1, 2]) {
      recorder.checkpoint(checkpointAt(step), course(step));
      await written();
    }
    expect(memory.log).toEqual(['checkpoint 1', 'checkpoint 2']);
    expect([...memory.checkpoints.values()]).toEqual([{ id: 'r', step: 2, state: null, ...course(2) }]);
    expect(memory.states).toEqual([1, 2]);
  });

  it('that wait for their turn make way for a newer one', async () => {
    const { memory, recorder } = recording();
    for (const step of [1, 2, 3]) recorder.checkpoint(checkpointAt(step), course(step));
    await written();
    expect(memory.log).toEqual(['checkpoint 3']);
  });

  it('hold the losses of their own step, whatever comes after', async () => {
    const { memory, recorder } = recording();
    const losses = [loss(1)];
    recorder.checkpoint(checkpointAt(1), { ...course(1), losses });
    losses.push(loss(2));
    await written();
    expect(memory.checkpoints.get('r')?.losses).toEqual([loss(1)]);
  });

  it('that storage has no room for are offered by the page itself, until one finds room', async () => {
    const { memory, recorder } = recording();
    recorder.begin(identity);
    recorder.checkpoint(checkpointAt(1), course(1));
    await written();
    const unkept = { state: stateAt(2), error: errorOf('storage-full').info };
    recorder.checkpoint({ ...checkpointAt(2), unkept }, course(2));
    await recorder.brokenOff();
    expect(memory.checkpoints.get('r')?.step).toBe(1);
    expect(memory.states).toEqual([1]);
    expect(memory.offers.get('r')).toMatchObject({ step: 2, unwritten: { state: stateAt(2) } });
    recorder.checkpoint(checkpointAt(3), course(3));
    await recorder.brokenOff();
    expect(memory.offers.get('r')).toMatchObject({ step: 3, unwritten: null });
  });
});

describe('a run that goes on from a checkpoint that storage had no room for', () => {
  const unwritten = { id: 'r', step: 2, state: stateAt(2), ...course(2) };
  const goingOn = () => {
    const memory = storageInMemory();
    const recorder = new RunRecorder('r', settings, record, madeFrom, memory.storage, unwritten);
    return { memory, recorder };
  };

  it('is offered with it again where it is broken off before the next one', async () => {
    const { memory, recorder } = goingOn();
    recorder.begin(identity);
    await recorder.brokenOff();
    expect(memory.offers.get('r')).toMatchObject({ step: 2, unwritten });
  });

  it('is offered with the next one once that is written', async () => {
    const { memory, recorder } = goingOn();
    recorder.checkpoint(checkpointAt(3), course(3));
    await recorder.brokenOff();
    expect(memory.offers.get('r')).toMatchObject({ step: 3, unwritten: null });
  });
});

describe('writes', () => {
  it('happen in the order in which things came to be, also where a file takes its time', async () => {
    const { memory, recorder } = recording();
    let encoded: (png: ArrayBuffer) => void = () => undefined;
    recorder.begin(identity);
    recorder.classImage(
      set,
      new Promise((resolve) => {
        encoded = resolve;
      }),
      0,
    );
    recorder.samplePicture({ of: 'learnt', step: 1, seed: 3, picture });
    recorder.learnt(1, null);
    recorder.checkpoint(checkpointAt(1), course(1));
    await written();
    expect(memory.log).toEqual(['run']);
    encoded(new ArrayBuffer(1));
    await written();
    expect(memory.log).toEqual(['run', 'class image 0', 'sample 1', 'learnt 1', 'checkpoint 1']);
    expect([...memory.samples.keys()]).toEqual(['r 000001 3']);
  });

  it('that are refused are told of once a run, and those after them are tried', async () => {
    const { memory, recorder } = recording();
    const full = new Error('full');
    memory.refuses = full;
    recorder.begin(identity);
    recorder.learnt(1, null);
    await written();
    memory.refuses = null;
    recorder.learnt(2, null);
    await written();
    memory.refuses = new Error('full again');
    recorder.learnt(3, null);
    await written();
    expect(memory.told).toEqual([full]);
    expect(memory.kept).toEqual([2]);
  });
});

describe('a run that is broken off', () => {
  it('with nothing to go on from is forgotten', async () => {
    const { memory, recorder } = recording();
    recorder.begin(identity);
    await recorder.brokenOff();
    expect(memory.log).toEqual(['run', 'forgotten']);
  });

  it.each<[string, (recorder: RunRecorder) => void]>([
    ['a class image', (recorder) => recorder.classImage(set, Promise.resolve(new ArrayBuffer(1)), 0)],
    ['a checkpoint', (recorder) => recorder.checkpoint(checkpointAt(1), course(1))],
  ])('is offered once %s was made', async (_, make) => {
    const { memory, recorder } = recording();
    recorder.begin(identity);
    make(recorder);
    await recorder.brokenOff();
    expect(memory.offers.get('r')?.record).toEqual({ ...record, startedAt: 1_000 });
    expect(memory.log.at(-1)).toMatch(/^offered/);
  });

  it('and was gone on with is offered again', async () => {
    const { memory, recorder } = recording(record);
    recorder.begin(identity);
    await recorder.brokenOff();
    expect(memory.log).toEqual(['offered at 0']);
  });

  it('before the worker knew what it is made of leaves nothing to offer', async () => {
    const { memory, recorder } = recording();
    await recorder.brokenOff();
    expect(memory.log).toEqual([]);
  });
});

describe('a run that ends', () => {
  it('by a pause is kept as paused before it is offered', async () => {
    const { memory, recorder } = recording();
    recorder.begin(identity);
    recorder.checkpoint(checkpointAt(2), course(2));
    expect(await recorder.paused()).toBe(2);
    expect(memory.log).toEqual(['run', 'checkpoint 2', 'run, paused', 'offered at 2']);
    expect(memory.offers.get('r')?.record.paused).toBe(true);
  });

  it('in the library is forgotten after its last write, and its artifacts stay', async () => {
    const { memory, recorder } = recording();
    recorder.begin(identity);
    recorder.learnt(1, null);
    await recorder.over();
    expect(memory.log).toEqual(['run', 'learnt 1', 'forgotten']);
    expect(memory.kept).toEqual([1]);
  });

  it('given up leaves nothing', async () => {
    const { memory, recorder } = recording();
    recorder.begin(identity);
    recorder.samplePicture({ of: 'learnt', step: 1, seed: 3, picture });
    recorder.learnt(1, null);
    await recorder.givenUp();
    expect(memory.log.slice(-2)).toEqual(['forgotten', 'artifacts removed']);
    expect([memory.runs.size, memory.samples.size, memory.kept.length]).toEqual([0, 0, 0]);
  });
});
