/** Small pictures of seeds, drawn with few steps: enough to choose keyframes by sight. */
import { create } from 'zustand';
import { CreateSettings, type Picture } from '../../contract/drawing.ts';
import type { ErrorInfo } from '../../contract/errors.ts';
import { readDraft } from '../../kit/form/draft.ts';
import { errorInfoOf, isCancelled } from '../../kit/worker/outcome.ts';
import { draw } from '../../session/studioClient.ts';
import { type Job, type JobControls, nativeSize, startJob } from '../../session/studioStore.ts';
import { sized, withSize } from '../drawing/fields/drawing.ts';
import { CREATE_DEFAULTS } from '../drawing/settings/drawingDefaults.ts';
import { chosenAdapters } from '../library/adapterChoice.ts';
import { type MorphForm, nextSeeds } from './morphForm.ts';

/** What sampling costs is what previews save: their composition is that of more steps. */
const PREVIEW_STEPS = 4;
/** Seeds offered at a time. */
const OFFERED = 8;

interface SeedPreviews {
  /** Seeds to choose from, in the order in which they were offered. */
  offered: readonly number[];
  /** Seed → its picture; each of the subject below. */
  pictures: ReadonlyMap<number, Picture>;
  /** What the pictures were drawn from: where the form says something else by now, they are old. */
  subject: string | null;
  drawing: boolean;
  error: ErrorInfo | null;
}

export const useSeedPreviews = create<SeedPreviews>(() => ({
  offered: [],
  pictures: new Map(),
  subject: null,
  drawing: false,
  error: null,
}));

let job: Job<void> | null = null;

/** What previews of this form would show, apart from the seed. */
export function previewSubject({ drawing }: MorphForm): string {
  const { prompt, negativePrompt, guidanceScale, sampler, size, adapters } = drawing;
  return JSON.stringify([prompt, negativePrompt, guidanceScale, sampler, size, adapters]);
}

/** Draws the seeds that are offered and the keyframes' own, as far as they lack a picture of this subject. */
export function drawPreviews(form: MorphForm, more: boolean): Promise<void> {
  const subject = previewSubject(form);
  const state = useSeedPreviews.getState();
  const own = form.keyframes
    .map(({ seed }) => Number(seed))
    .filter((seed) => CreateSettings.shape.seed.safeParse(seed).success);
  const known = [...new Set([...state.offered, ...own])];
  const fresh =
    more || state.offered.length === 0
      ? nextSeeds(
          known.map((seed) => ({ seed: String(seed) })),
          OFFERED,
        )
      : [];
  const offered = [...known, ...fresh];
  useSeedPreviews.setState({
    offered,
    subject,
    error: null,
    ...(subject !== state.subject && { pictures: new Map() }),
  });
  const { settings } = readDraft(CreateSettings, CREATE_DEFAULTS, {
    ...withSize(form.drawing, nativeSize(), CREATE_DEFAULTS.size),
    seed: '0',
  });
  if (!settings || state.drawing) return Promise.resolve();
  return run((controls) => drawAll(form, { ...settings, samplingSteps: PREVIEW_STEPS }, offered, controls));
}

export function cancelPreviews(): void {
  job?.cancel();
}

async function run(work: (controls: JobControls) => Promise<void>): Promise<void> {
  useSeedPreviews.setState({ drawing: true });
  job = startJob('Drawing previews of seeds', false, work);
  try {
    await job.result;
  } catch (error) {
    if (!isCancelled(error)) useSeedPreviews.setState({ error: errorInfoOf(error) });
  } finally {
    job = null;
    useSeedPreviews.setState({ drawing: false });
  }
}

async function drawAll(
  form: MorphForm,
  settings: CreateSettings,
  seeds: readonly number[],
  { model, signal, report }: JobControls,
): Promise<void> {
  const { adapters } = await chosenAdapters(form.drawing.adapters);
  const missing = seeds.filter((seed) => !useSeedPreviews.getState().pictures.has(seed));
  for (const [turn, seed] of missing.entries()) {
    report(turn / missing.length, null);
    const request = { settings: sized({ ...settings, seed }, form.drawing.size, model), adapters };
    const { picture } = await draw(request, () => undefined, signal);
    useSeedPreviews.setState(({ pictures }) => ({ pictures: new Map(pictures).set(seed, picture) }));
  }
}
