/** The morph: its form, its frames on their way into the film, and the film. */
import { create } from 'zustand';
import {
  type FilmEncoding,
  type MorphFrame,
  MorphSettings,
  type Picture,
  type StudioFault,
} from '../../workers/protocol.ts';
import { addFrame, beginFilm, discardFilm, finishFilm } from '../studio/filmClient.ts';
import { faultOf, isCancelled } from '../studio/StudioError.ts';
import { morph } from '../studio/studioClient.ts';
import { type DraftReading, draftOf, readDraft } from './draft.ts';
import { type AdapterChoice, chosenAdapters, type DrawingDraft, NATIVE_SIZE, sized, withSize } from './drawing.ts';
import { frameCount } from './morphEstimate.ts';
import { paced } from './paced.ts';
import { MORPH_DEFAULTS } from './starterDefaults.ts';
import { type Job, type JobControls, startJob } from './studioStore.ts';

export interface Film {
  /** Object URL of the GIF. */
  url: string;
  bytes: number;
  frames: number;
  settings: MorphSettings;
}

export type MorphRun =
  | { state: 'idle' }
  | { state: 'waiting' }
  | { state: 'drawing'; frame: number; frames: number; secondsLeft: number | null }
  | { state: 'encoding'; fraction: number }
  | { state: 'cancelled' }
  | { state: 'failed'; fault: StudioFault };

interface MorphState {
  draft: DrawingDraft<MorphSettings>;
  run: MorphRun;
  /** The latest frame of the running film. */
  preview: Picture | null;
  /** The last film that was finished. */
  film: Film | null;
}

/** Milliseconds between two previews. */
const PREVIEW_INTERVAL = 100;

/** The share of drawing in the whole job; the rest is encoding. */
const DRAWING_SHARE = 0.95;

export const useMorph = create<MorphState>(() => ({
  draft: { ...draftOf(MORPH_DEFAULTS), size: NATIVE_SIZE, adapters: [] },
  run: { state: 'idle' },
  preview: null,
  film: null,
}));

let job: Job<void> | null = null;

export function editMorph(change: Partial<DrawingDraft<MorphSettings>>): void {
  useMorph.setState(({ draft }) => ({ draft: { ...draft, ...change } }));
}

export function readMorph(draft: DrawingDraft<MorphSettings>, native: number | null): DraftReading<MorphSettings> {
  const reading = readDraft(MorphSettings, MORPH_DEFAULTS, withSize(draft, native, MORPH_DEFAULTS.size));
  const { settings } = reading;
  if (!settings || settings.keyframes <= frameCount(settings)) return reading;
  const error = `must be no more than the film’s ${frameCount(settings)} frames`;
  return { settings: null, errors: { keyframes: error } };
}

export const isRendering = ({ state }: MorphRun): boolean =>
  state === 'waiting' || state === 'drawing' || state === 'encoding';

/** Draws the frames and encodes them; the film that was there stays until the new one is done. */
export async function renderMorph(settings: MorphSettings): Promise<void> {
  const { draft, run } = useMorph.getState();
  if (isRendering(run)) return;
  useMorph.setState({ run: { state: 'waiting' }, preview: null });
  job = startJob('Rendering a morph', true, (controls) =>
    runMorph(sized(settings, draft.size, controls.model), draft.adapters, controls),
  );
  try {
    await job.result;
    useMorph.setState({ run: { state: 'idle' }, preview: null });
  } catch (error) {
    const ended: MorphRun = isCancelled(error) ? { state: 'cancelled' } : { state: 'failed', fault: faultOf(error) };
    useMorph.setState({ run: ended, preview: null });
  } finally {
    job = null;
  }
}

export function cancelMorph(): void {
  job?.cancel();
}

async function runMorph(
  settings: MorphSettings,
  choices: readonly AdapterChoice[],
  controls: JobControls,
): Promise<void> {
  const frames = frameCount(settings);
  const { size, duration } = settings;
  controls.signal.addEventListener('abort', discardFilm, { once: true });
  try {
    const encoding: FilmEncoding = { format: 'gif', palette: 'frame', dither: false };
    await beginFilm({ width: size, height: size, frames, duration, encoding });
    await drawFrames(settings, choices, controls);
    const gif = await finishFilm((fraction) => {
      useMorph.setState({ run: { state: 'encoding', fraction } });
      controls.report(DRAWING_SHARE + (1 - DRAWING_SHARE) * fraction, null);
    });
    showFilm({
      bytes: gif.byteLength,
      frames,
      settings,
      url: URL.createObjectURL(new Blob([gif], { type: 'image/gif' })),
    });
  } catch (error) {
    discardFilm();
    throw error;
  } finally {
    controls.signal.removeEventListener('abort', discardFilm);
  }
}

/** Draws frame after frame into the film. A film that refuses a frame ends the drawing, with the film's own words. */
async function drawFrames(
  settings: MorphSettings,
  choices: readonly AdapterChoice[],
  controls: JobControls,
): Promise<void> {
  const halt = new AbortController();
  let refusal: unknown = null;
  const preview = paced<Picture>(PREVIEW_INTERVAL, (picture) => useMorph.setState({ preview: picture }));
  const onFrame = async ({ index, frames, secondsLeft, picture }: MorphFrame) => {
    if (refusal !== null) return;
    // A copy, since the frame's own buffer moves on to the film.
    preview.offer({ ...picture, rgba: picture.rgba.slice() });
    useMorph.setState({ run: { state: 'drawing', frame: index + 1, frames, secondsLeft } });
    controls.report((DRAWING_SHARE * (index + 1)) / frames, secondsLeft);
    try {
      await addFrame(picture);
    } catch (error) {
      refusal = error;
      halt.abort();
    }
  };
  const { adapters } = chosenAdapters(choices);
  try {
    await morph({ settings, adapters }, onFrame, AbortSignal.any([controls.signal, halt.signal]));
  } catch (error) {
    throw refusal ?? error;
  } finally {
    preview.drop();
  }
  if (refusal !== null) throw refusal;
}

function showFilm(film: Film): void {
  const { film: last } = useMorph.getState();
  if (last) URL.revokeObjectURL(last.url);
  useMorph.setState({ film });
}
