/** Draws small pictures of seeds, few steps each. What it works with is handed in. */
import { CreateSettings } from '../../../contract/drawing.ts';
import type { DrawRequest, DrawResult } from '../../../contract/studioWorker.ts';
import { readDraft } from '../../../kit/form/draft.ts';
import { t } from '../../../kit/language/t.ts';
import { errorInfoOf, isCancelled } from '../../../kit/worker/outcome.ts';
import type { Job, JobControls } from '../../../session/studioFlow.ts';
import { sized, withSize } from '../../drawing/fields/drawing.ts';
import { CREATE_DEFAULTS } from '../../drawing/settings/drawingDefaults.ts';
import type { AdapterChoice } from '../../library/adapterChoice.ts';
import { type MorphForm, nextSeeds } from '../morphForm.ts';
import type { SeedPreviewEvent, SeedPreviews } from './seedPreviewReducer.ts';

/** What sampling costs is what previews save: their composition is that of more steps. */
const PREVIEW_STEPS = 4;
/** Seeds offered at a time. */
const OFFERED = 8;

/** What previews need of the rest of the studio. */
export interface SeedPreviewTools {
  state: () => SeedPreviews;
  tell: (event: SeedPreviewEvent) => void;
  startJob: (title: string, precious: boolean, work: (controls: JobControls) => Promise<void>) => Job<void>;
  /** The model's own size in pixels; null until it is known. */
  nativeSize: () => number | null;
  /** @throws StudioError where a checkpoint is gone */
  chosenAdapters: (choices: readonly AdapterChoice[]) => Promise<{ adapters: DrawRequest['adapters'] }>;
  draw: (request: DrawRequest, signal: AbortSignal) => Promise<DrawResult>;
}

/** What previews of this form would show, apart from the seed. */
export function previewSubject({ drawing }: MorphForm): string {
  const { prompt, negativePrompt, guidanceScale, sampler, size, adapters } = drawing;
  return JSON.stringify([prompt, negativePrompt, guidanceScale, sampler, size, adapters]);
}

export class SeedPreviewFlow {
  readonly #tools: SeedPreviewTools;
  #job: Job<void> | null = null;

  constructor(tools: SeedPreviewTools) {
    this.#tools = tools;
  }

  /**
   * Draws the seeds that are offered and the keyframes' own, as far as they lack a picture of this subject. Nothing while
   * others are being drawn.
   * @param more whether to offer further seeds
   */
  draw(form: MorphForm, more: boolean): Promise<void> {
    const { state, tell, nativeSize } = this.#tools;
    if (state().drawing) return Promise.resolve();
    const seeds = seedsOf(form, state().offered, more);
    tell({ type: 'offered', subject: previewSubject(form), seeds });
    const { settings } = readDraft(CreateSettings, CREATE_DEFAULTS, {
      ...withSize(form.drawing, nativeSize(), CREATE_DEFAULTS.size),
      seed: '0',
    });
    if (!settings) return Promise.resolve();
    return this.#run((controls) => this.#drawAll(form, { ...settings, samplingSteps: PREVIEW_STEPS }, seeds, controls));
  }

  /** Leaves out what is not drawn yet. */
  cancel(): void {
    this.#job?.cancel();
  }

  async #run(work: (controls: JobControls) => Promise<void>): Promise<void> {
    const { tell, startJob } = this.#tools;
    tell({ type: 'started' });
    const job = startJob(t('Drawing previews of seeds'), false, work);
    this.#job = job;
    try {
      await job.result;
      tell({ type: 'ended', error: null });
    } catch (error) {
      tell({ type: 'ended', error: isCancelled(error) ? null : errorInfoOf(error) });
    } finally {
      this.#job = null;
    }
  }

  async #drawAll(
    form: MorphForm,
    settings: CreateSettings,
    seeds: readonly number[],
    { model, signal, report }: JobControls,
  ): Promise<void> {
    const { state, tell, draw, chosenAdapters } = this.#tools;
    const { adapters } = await chosenAdapters(form.drawing.adapters);
    const missing = seeds.filter((seed) => !state().pictures.has(seed));
    for (const [turn, seed] of missing.entries()) {
      report(turn / missing.length, null);
      const request = { settings: sized({ ...settings, seed }, form.drawing.size, model), adapters };
      const { picture } = await draw(request, signal);
      tell({ type: 'drawn', seed, picture });
    }
  }
}

/** Those offered before, the keyframes' own that can be read, and fresh ones where asked for or where none were offered. */
function seedsOf({ keyframes }: MorphForm, offered: readonly number[], more: boolean): number[] {
  const own = keyframes
    .map(({ seed }) => Number(seed))
    .filter((seed) => CreateSettings.shape.seed.safeParse(seed).success);
  const known = [...new Set([...offered, ...own])];
  if (!more && offered.length > 0) return known;
  const taken = known.map((seed) => ({ seed: String(seed) }));
  return [...known, ...nextSeeds(taken, OFFERED)];
}
