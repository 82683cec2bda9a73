/** The run of a morph: to its end, paused and gone on with, thrown away, and where encoder, storage or model refuse. */
import { describe, expect, it } from 'vitest';
import { StudioError } from '../../../src/contract/errors.ts';
import { cancelled } from '../../../src/kit/worker/outcome.ts';
import { latch, settled } from '../jobInNode.ts';
import { FRAMES, filmStudio, SETTINGS } from './filmStudio.ts';

const ALL = [0, 1, 2, 3, 4, 5];
const full = new StudioError({ code: 'storage-full', message: 'The film is too large.', advice: 'Make it shorter.' });

describe('a film', () => {
  it('is drawn to its end, kept frame by frame, and kept', async () => {
    const { flow, state, films, log, events, stored, jobs } = filmStudio();
    await flow.render(SETTINGS);
    expect(log.begun).toMatchObject([{ width: 128, height: 128, frames: FRAMES, duration: 2 }]);
    expect(log.drawn).toEqual(ALL);
    expect(log.files).toEqual([ALL]);
    expect(stored.size).toBe(FRAMES);
    expect(films.get('film-1')).toMatchObject({ bytes: 1000, kept: FRAMES, frames: FRAMES, model: 'weft-starter' });
    expect(state()).toMatchObject({ run: { state: 'idle' }, filmId: null, preview: null });
    expect(events.filter(({ type }) => type === 'drawn')).toHaveLength(FRAMES);
    expect(jobs.titles).toEqual(['Rendering a morph']);
    const fractions = jobs.reports.map(([fraction]) => fraction ?? 0);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
  });

  it('shows a frame that stays whole when the encoder takes the frame’s buffer', async () => {
    const studio = filmStudio();
    const drawing = latch();
    studio.hooks.beforeFrame = (index) => (index === 1 ? drawing.promise : Promise.resolve());
    const done = studio.flow.render(SETTINGS);
    await settled();
    const preview = studio.state().preview;
    expect(preview?.rgba).toEqual(new Uint8ClampedArray(4));
    drawing.open();
    await done;
    expect(studio.events.filter((event) => event.type === 'previewed')[0]).toMatchObject({ picture: preview });
  });

  it('lets only one run at a time begin', async () => {
    const { flow, log, jobs } = filmStudio();
    const first = flow.render(SETTINGS);
    await flow.render(SETTINGS);
    await first;
    expect(jobs.titles).toHaveLength(1);
    expect(log.files).toHaveLength(1);
  });

  it('is paused, and gone on with from the frame it had', async () => {
    const studio = filmStudio();
    studio.hooks.beforeFrame = async (index) => {
      if (index === 3) studio.flow.pause();
    };
    await studio.flow.render(SETTINGS);
    expect(studio.state()).toMatchObject({ run: { state: 'paused' }, filmId: null, preview: null });
    expect(studio.films.get('film-1')).toMatchObject({ kept: 3, bytes: null });
    expect(studio.log.files).toEqual([]);

    studio.hooks.beforeFrame = async () => undefined;
    studio.events.length = 0;
    await studio.flow.resume('film-1');
    expect(studio.log.drawn).toEqual(ALL);
    expect(studio.log.files).toEqual([ALL]);
    expect(studio.films.get('film-1')).toMatchObject({ kept: FRAMES, bytes: 1000 });
    expect(studio.events.filter(({ type }) => type === 'restored')).toHaveLength(3);
    expect(studio.events.find(({ type }) => type === 'drawn')).toMatchObject({ frame: 4, frames: FRAMES });
    expect(studio.state().run).toEqual({ state: 'idle' });
  });

  it('draws anew from where a kept frame is missing', async () => {
    const studio = filmStudio();
    studio.store({}, 4);
    studio.stored.delete('old 2');
    await studio.flow.resume('old');
    expect(studio.log.drawn).toEqual([2, 3, 4, 5]);
    expect(studio.log.files).toEqual([ALL]);
  });

  it('leaves nothing where it is thrown away', async () => {
    const studio = filmStudio();
    studio.hooks.beforeFrame = async (index) => {
      if (index === 3) studio.flow.discard();
    };
    await studio.flow.render(SETTINGS);
    expect(studio.state().run).toEqual({ state: 'discarded' });
    expect(studio.films.size).toBe(0);
  });

  it('leaves nothing where it is paused before its first frame', async () => {
    const studio = filmStudio();
    studio.hooks.beforeFrame = async () => studio.flow.pause();
    await studio.flow.render(SETTINGS);
    expect(studio.state().run).toEqual({ state: 'discarded' });
    expect(studio.films.size).toBe(0);
  });

  it('leaves the line at once where it is ended before its turn', async () => {
    const studio = filmStudio();
    const other = latch();
    const before = studio.jobs.startJob('Another job', false, () => other.promise);
    const done = studio.flow.render(SETTINGS);
    studio.flow.pause();
    await done;
    expect(studio.state().run).toEqual({ state: 'discarded' });
    other.open();
    await before.result;
    await settled();
    expect(studio.log.begun).toEqual([]);
    expect(studio.films.size).toBe(0);
  });

  it('forgets how the run before was ended', async () => {
    const studio = filmStudio();
    studio.hooks.beforeFrame = async () => studio.flow.discard();
    await studio.flow.render(SETTINGS);
    expect(studio.films.size).toBe(0);
    studio.hooks.beforeFrame = async (index) => {
      if (index === 2) studio.flow.pause();
    };
    await studio.flow.render(SETTINGS);
    expect(studio.state().run).toEqual({ state: 'paused' });
    expect(studio.films.get('film-1')).toMatchObject({ kept: 2 });
  });

  it('takes no failure from a frame that was on its way to an encoder that was ended', async () => {
    const studio = filmStudio();
    studio.hooks.beforeAdd = async (index) => {
      if (index === 2) studio.flow.pause();
    };
    await studio.flow.render(SETTINGS);
    expect(studio.log.drawn).toEqual([0, 1, 2]);
    expect(studio.state().run).toEqual({ state: 'paused' });
    expect(studio.films.get('film-1')).toMatchObject({ kept: 2, bytes: null });
  });

  it('can be paused while its file is written', async () => {
    const studio = filmStudio();
    studio.hooks.beforeFinish = async (closed) => {
      studio.flow.pause();
      closed.throwIfAborted();
    };
    await studio.flow.render(SETTINGS);
    expect(studio.state().run).toEqual({ state: 'paused' });
    expect(studio.films.get('film-1')).toMatchObject({ kept: FRAMES, bytes: null });
  });
});

describe('refusals', () => {
  it('ends the drawing with the encoder’s own words where the encoder fails in the middle', async () => {
    const studio = filmStudio();
    studio.hooks.beforeAdd = async (index) => {
      if (index === 2) throw full;
    };
    await studio.flow.render(SETTINGS);
    expect(studio.log.drawn).toEqual([0, 1, 2]);
    expect(studio.state()).toMatchObject({ run: { state: 'failed', error: full.info }, filmId: null, preview: null });
    expect(studio.log.discards).toBe(1);
    // What was drawn can be gone on with.
    expect(studio.films.get('film-1')).toMatchObject({ kept: 2, bytes: null });
  });

  it('finishes the film where storage refuses a frame, and asks it no more', async () => {
    const studio = filmStudio();
    studio.hooks.takesFrame = (index) => index < 2;
    await studio.flow.render(SETTINGS);
    expect(studio.log.files).toEqual([ALL]);
    expect(studio.log.writes).toBe(3);
    expect(studio.films.get('film-1')).toMatchObject({ kept: 2, bytes: 1000 });
    expect(studio.state().run).toEqual({ state: 'idle' });
  });

  it('shows what drawing failed with', async () => {
    const studio = filmStudio();
    const lost = new StudioError({ code: 'device-lost', message: 'The GPU is gone.', advice: 'Try again.' });
    studio.hooks.beforeFrame = async (index) => {
      if (index === 1) throw lost;
    };
    await studio.flow.render(SETTINGS);
    expect(studio.state().run).toEqual({ state: 'failed', error: lost.info });
    expect(studio.films.get('film-1')).toMatchObject({ kept: 1 });
  });

  it('goes on with a film only under the model it was begun with', async () => {
    const studio = filmStudio();
    studio.store({ model: 'another' }, 3);
    await studio.flow.resume('old');
    expect(studio.state().run).toMatchObject({ state: 'failed', error: { code: 'bad-setting' } });
    expect(studio.log.begun).toEqual([]);
    expect(studio.films.get('old')).toMatchObject({ kept: 3 });
  });

  it('goes on with a film only while the model predicts what it was said to', async () => {
    const studio = filmStudio();
    studio.store({ prediction: 'v_prediction' }, 3);
    await studio.flow.resume('old');
    const message = expect.stringContaining('which predicts the velocity');
    expect(studio.state().run).toMatchObject({ state: 'failed', error: { message } });
    expect(studio.films.get('old')).toMatchObject({ kept: 3 });
  });

  it('does nothing for a film that is gone', async () => {
    const studio = filmStudio();
    await studio.flow.resume('nowhere');
    expect(studio.state().run).toEqual({ state: 'idle' });
    expect(studio.log.begun).toEqual([]);
  });
});

describe('encoding again', () => {
  const encoding = { format: 'webm', palette: 'frame', dither: false } as const;

  it('draws nothing, whatever model is open', async () => {
    const studio = filmStudio();
    studio.store({ bytes: 5, model: 'another' }, FRAMES);
    await studio.flow.encodeAgain('old', encoding);
    expect(studio.log.drawn).toEqual([]);
    expect(studio.log.files).toEqual([ALL]);
    expect(studio.films.get('old')).toMatchObject({ bytes: 1000, encoding, kept: FRAMES });
  });

  it('leaves a finished film as it was where it is thrown away', async () => {
    const studio = filmStudio();
    studio.store({ bytes: 5 }, FRAMES);
    const before = studio.films.get('old');
    studio.hooks.beforeFinish = async () => {
      studio.flow.discard();
      throw new StudioError(cancelled());
    };
    await studio.flow.encodeAgain('old', encoding);
    expect(studio.state().run).toEqual({ state: 'discarded' });
    expect(studio.films.get('old')).toEqual(before);
  });
});
