/** A run of textual inversion that is broken off and gone on with ends bit for bit as the one that never stopped. */

import {
  CancelledError,
  type Job,
  loadCheckpoint,
  Model,
  OBJECT_TEMPLATES,
  type Picture,
  RunStateError,
  trainTextualInversion,
} from '@weft/engine';
import { type RunEvent, type RunState, type TextualInversionSettings, TorchGenerator } from '@weft/engine/internal';
import { beforeAll, describe, expect, it } from 'vitest';
import { laneSource } from '../../parity/laneSource.ts';
import { nodeLane } from '../../parity/nodeLane.ts';
import { spread } from '../graph/evaluate.ts';

const SETTINGS: TextualInversionSettings = {
  placeholder: '<my-fabric>',
  initializer: 'pattern',
  vectors: 2,
  templates: OBJECT_TEMPLATES,
  steps: 14,
  batchSize: 2,
  learningRate: 5e-3,
  mirror: true,
  seed: 3,
  checkpointEvery: 3,
  evalEvery: 7,
  holdOut: 4,
  sampleEvery: 7,
  samplePrompt: '',
  patience: 0,
  segments: 0,
};

describe('a run that goes on', () => {
  let model: Model;
  let pictures: Picture[];
  let whole: Float32Array;

  /** A session that dies on the event that `dies` names: what was learnt, if it didn't, and its last checkpoint. */
  async function session(state: RunState | null, dies: (event: RunEvent) => boolean, settings = SETTINGS) {
    let dead = false;
    const job: Job = {
      stopping: false,
      yieldNow: async () => {
        if (dead) throw new CancelledError();
      },
    };
    const kept = { state };
    const hear = (event: RunEvent) => {
      if (dead) return;
      if (event.phase === 'checkpoint') kept.state = structuredClone(event.state);
      dead = dies(event);
    };
    try {
      const { embedding } = await trainTextualInversion(model, pictures, settings, job, hear, state);
      return { vectors: embedding.vectors, state: kept.state };
    } catch (error) {
      if (!(error instanceof CancelledError)) throw error;
      return { vectors: null, state: kept.state };
    }
  }

  beforeAll(async () => {
    model = new Model(nodeLane.runtime, await loadCheckpoint(laneSource(nodeLane, 'tests/fixtures/tiny', 'tiny')));
    const size = model.nativeSize;
    pictures = [1, 2, 3, 4].map((seed) => ({
      width: size,
      height: size,
      rgba: Uint8ClampedArray.from(spread([size * size * 4], seed, 0, 255).data),
    }));
    whole = (await session(null, () => false)).vectors ?? new Float32Array();
  });

  it('is watched without being changed', async () => {
    const seen: RunEvent[] = [];
    const watched = await session(null, (event) => {
      seen.push(event);
      return false;
    });
    const unwatched = await session(null, () => false, { ...SETTINGS, evalEvery: 0, sampleEvery: 0 });
    expect(whole.length).toBeGreaterThan(0);
    expect([watched.vectors, unwatched.vectors]).toEqual([whole, whole]);
    const evaluations = seen.flatMap((event) => (event.phase === 'evaluation' ? [event.point] : []));
    expect(evaluations.map(({ step }) => step)).toEqual([0, 7, 14]);
    expect(evaluations.every(({ trained, heldOut }) => trained > 0 && (heldOut ?? 0) > 0)).toBe(true);
    // One of four pictures is held out: the two losses are of different pictures. And the word moves both.
    expect(evaluations[0]?.trained).not.toBe(evaluations[0]?.heldOut);
    expect(evaluations[0]?.heldOut).not.toBe(evaluations[2]?.heldOut);
    const samples = seen.flatMap((event) => (event.phase === 'sample' ? [event] : []));
    expect(samples.map(({ step, seed }) => [step, seed])).toEqual(
      [0, 7, 14].flatMap((step) => [
        [step, 42],
        [step, 1],
      ]),
    );
    expect(samples[0]?.picture.rgba).not.toEqual(samples.at(-2)?.picture.rgba);
  });

  it('ends in the same rows after dying at random moments', async () => {
    const chance = new TorchGenerator(1);
    let state: RunState | null = null;
    let deaths = 0;
    for (;;) {
      // Later in every session, so that the run gets to its end.
      const at = 2 + deaths + chance.randint(6);
      let heard = 0;
      const outcome = await session(state, (event) => event.phase !== 'encode' && ++heard > at);
      state = outcome.state;
      if (outcome.vectors) {
        expect(outcome.vectors).toEqual(whole);
        break;
      }
      deaths += 1;
    }
    expect(deaths).toBeGreaterThan(1);
    expect(state?.trainer.step).toBe(12);
  });

  it('refuses the state of a word with more rows', async () => {
    const { state } = await session(null, (event) => event.phase === 'checkpoint');
    await expect(session(state, () => false, { ...SETTINGS, vectors: 3 })).rejects.toThrow(RunStateError);
  });
});
