/** Previews of seeds: which are offered and drawn, what is drawn anew, and what an end leaves. */
import { describe, expect, it } from 'vitest';
import { type Picture, SAMPLERS } from '../../../src/contract/drawing.ts';
import { StudioError } from '../../../src/contract/errors.ts';
import { MORPH_FORM, type MorphForm } from '../../../src/features/morph/morphForm.ts';
import { previewSubject, SeedPreviewFlow } from '../../../src/features/morph/seeds/seedPreviewFlow.ts';
import {
  PREVIEWS_AT_FIRST,
  reducePreviews,
  type SeedPreviews,
} from '../../../src/features/morph/seeds/seedPreviewReducer.ts';
import { cancelled } from '../../../src/kit/worker/outcome.ts';
import { frozen, jobsInNode, latch, MODEL, settled } from '../jobInNode.ts';

const lost = new StudioError({ code: 'device-lost', message: 'The GPU is gone.', advice: 'Try again.' });
const picture = (seed: number): Picture => ({ width: 1, height: 1, rgba: new Uint8ClampedArray([seed, 0, 0, 255]) });
const OWN = [42, 43, 44, 45, 46];
const FRESH = [47, 48, 49, 50, 51, 52, 53, 54];

function studio() {
  let state: SeedPreviews = PREVIEWS_AT_FIRST;
  const jobs = jobsInNode();
  const drawn: number[] = [];
  const hooks = { whileDrawing: async (_seed: number): Promise<void> => undefined };
  const flow = new SeedPreviewFlow({
    state: () => state,
    tell: (event) => {
      state = Object.freeze(reducePreviews(state, event));
    },
    startJob: jobs.startJob,
    nativeSize: () => MODEL.nativeSize,
    chosenAdapters: async () => ({ adapters: [] }),
    async draw({ settings: { seed, samplingSteps, size } }, signal) {
      if (signal.aborted) throw new StudioError(cancelled());
      expect([samplingSteps, size]).toEqual([4, MODEL.nativeSize]);
      await hooks.whileDrawing(seed);
      drawn.push(seed);
      return { picture: picture(seed), seconds: 1 };
    },
  });
  return { flow, state: () => state, jobs, drawn, hooks };
}

const edited = (change: Partial<MorphForm['drawing']>): MorphForm => ({
  ...MORPH_FORM,
  drawing: { ...MORPH_FORM.drawing, ...change },
});

describe('previews', () => {
  it('draws the keyframes’ own seeds and eight fresh ones', async () => {
    const { flow, state, drawn, jobs } = studio();
    await flow.draw(MORPH_FORM, false);
    expect(drawn).toEqual([...OWN, ...FRESH]);
    expect(state()).toMatchObject({ offered: drawn, subject: previewSubject(MORPH_FORM), drawing: false, error: null });
    expect([...state().pictures.keys()]).toEqual(drawn);
    expect(jobs.titles).toEqual(['Drawing previews of seeds']);
  });

  it('draws only what is missing when more are asked for', async () => {
    const { flow, drawn } = studio();
    await flow.draw(MORPH_FORM, false);
    drawn.length = 0;
    await flow.draw(MORPH_FORM, true);
    expect(drawn).toEqual([55, 56, 57, 58, 59, 60, 61, 62]);
    drawn.length = 0;
    await flow.draw(MORPH_FORM, false);
    expect(drawn).toEqual([]);
  });

  it.each([
    { prompt: 'indigo' },
    { negativePrompt: 'blur' },
    { guidanceScale: '3' },
    { sampler: SAMPLERS.find((sampler) => sampler !== MORPH_FORM.drawing.sampler) ?? '' },
    { adapters: [{ id: 'a', weight: 1 }] },
  ])('draws all of them anew of another subject: %o', async (change) => {
    const { flow, state, drawn } = studio();
    await flow.draw(MORPH_FORM, false);
    const { offered } = state();
    drawn.length = 0;
    await flow.draw(edited(change), false);
    expect(drawn).toEqual(offered);
    expect(state().subject).toBe(previewSubject(edited(change)));
  });

  it('keeps what is drawn where the rest is left out, and goes on from there', async () => {
    const { flow, state, drawn, hooks } = studio();
    hooks.whileDrawing = async (seed) => {
      if (seed === 44) flow.cancel();
    };
    await flow.draw(MORPH_FORM, false);
    expect(state()).toMatchObject({ drawing: false, error: null });
    expect([...state().pictures.keys()]).toEqual([42, 43, 44]);
    hooks.whileDrawing = async () => undefined;
    drawn.length = 0;
    await flow.draw(MORPH_FORM, false);
    expect(drawn).toEqual([45, 46, ...FRESH]);
  });

  it('tells why they failed until they are asked for again', async () => {
    const { flow, state, hooks } = studio();
    hooks.whileDrawing = async () => {
      throw lost;
    };
    await flow.draw(MORPH_FORM, false);
    expect(state()).toMatchObject({ drawing: false, error: lost.info });
    hooks.whileDrawing = async () => undefined;
    const again = flow.draw(MORPH_FORM, false);
    expect(state().error).toBeNull();
    await again;
  });

  it('leaves those being drawn alone', async () => {
    const { flow, state, drawn, hooks, jobs } = studio();
    const first = latch();
    hooks.whileDrawing = (seed) => (seed === 42 ? first.promise : Promise.resolve());
    const done = flow.draw(MORPH_FORM, false);
    await settled();
    const before = state();
    await flow.draw(edited({ prompt: 'indigo' }), true);
    expect(state()).toBe(before);
    first.open();
    await done;
    expect(drawn).toHaveLength(OWN.length + FRESH.length);
    expect(jobs.titles).toHaveLength(1);
  });

  it('draws nothing from a form that cannot be read', async () => {
    const { flow, state, jobs } = studio();
    await flow.draw(edited({ guidanceScale: 'much' }), false);
    expect(jobs.titles).toEqual([]);
    expect(state()).toMatchObject({ drawing: false, error: null });
  });

  it('offers no seed that a keyframe’s field is wrong about', async () => {
    const { flow, state } = studio();
    const keyframes = MORPH_FORM.keyframes.map((keyframe, index) =>
      index > 0 ? keyframe : { ...keyframe, seed: '-3' },
    );
    await flow.draw({ ...MORPH_FORM, keyframes }, false);
    expect(state().offered).toEqual([43, 44, 45, 46, ...FRESH]);
  });
});

describe('reducePreviews', () => {
  const offered = { type: 'offered', subject: 'a', seeds: [1, 2] } as const;
  const drawing = [offered, { type: 'started' } as const].reduce(reducePreviews, PREVIEWS_AT_FIRST);

  it('leaves all as it is on what cannot be', () => {
    const idle = frozen(reducePreviews(PREVIEWS_AT_FIRST, offered));
    expect(reducePreviews(idle, { type: 'drawn', seed: 1, picture: picture(1) })).toBe(idle);
    expect(reducePreviews(idle, { type: 'ended', error: lost.info })).toBe(idle);
    expect(reducePreviews(drawing, { type: 'started' })).toBe(drawing);
    expect(reducePreviews(drawing, { ...offered, subject: 'b' })).toBe(drawing);
    expect(reducePreviews(PREVIEWS_AT_FIRST, { type: 'started' })).toBe(PREVIEWS_AT_FIRST);
  });

  it('never writes into pictures that are shown already', () => {
    const after = reducePreviews(drawing, { type: 'drawn', seed: 1, picture: picture(1) });
    expect(drawing.pictures.size).toBe(0);
    expect(after.pictures.get(1)).toEqual(picture(1));
  });
});
