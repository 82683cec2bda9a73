/** A measurement: pictures are drawn like any others, judged, and the scores kept with the item. Its tools are handed in. */
import type { CreateSettings, Picture } from '../../../contract/drawing.ts';
import { StudioError } from '../../../contract/errors.ts';
import type { ScoreProgress, ScoreRequest, Scores } from '../../../contract/scoreWorker.ts';
import type { DrawProgress, DrawRequest, DrawResult } from '../../../contract/studioWorker.ts';
import { t } from '../../../kit/language/t.ts';
import { errorInfoOf, isCancelled } from '../../../kit/worker/outcome.ts';
import type { Job, JobControls } from '../../../session/studioFlow.ts';
import { CREATE_DEFAULTS } from '../../drawing/settings/drawingDefaults.ts';
import { defaultSampling } from '../../drawing/settings/samplingPresets.ts';
import type { LibraryItem } from '../libraryState.ts';
import type { RunScores } from '../records/runScores.ts';
import { type PicturesEach, scoredSubjects } from './scoredSubjects.ts';
import type { ScoringEvent } from './scoringState.ts';

/** What drawing takes of the whole; the rest is judging. */
const DRAWING_SHARE = 0.8;

/** What a measurement needs of the rest of the studio. */
export interface ScoringTools {
  tell: (event: ScoringEvent) => void;
  startJob: (title: string, precious: boolean, work: (controls: JobControls) => Promise<RunScores>) => Job<RunScores>;
  /** The photographs of the dataset that the item was learnt from, encoded; the open one's where that isn't known or gone. */
  photographs: (item: LibraryItem, signal: AbortSignal) => Promise<Blob[]>;
  /** Looks for the models that judge. */
  modelsKept: () => Promise<boolean>;
  /** @throws StudioError where the browser has no room for them */
  requireRoom: () => Promise<void>;
  fetchModels: (onProgress: (loadedBytes: number) => void, signal: AbortSignal) => Promise<void>;
  draw: (
    request: DrawRequest,
    onProgress: (progress: DrawProgress) => void,
    signal: AbortSignal,
  ) => Promise<DrawResult>;
  judge: (
    request: Omit<ScoreRequest, 'runtimeUrl'>,
    onProgress: (progress: ScoreProgress) => void,
    signal: AbortSignal,
  ) => Promise<Scores>;
  /** Keeps them with the item; one that was deleted meanwhile is left alone. */
  keep: (id: string, scores: RunScores) => Promise<void>;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** Draws, judges and keeps the scores, in its turn; how it gets on is told. */
export async function measureItem(item: LibraryItem, each: PicturesEach, tools: ScoringTools): Promise<void> {
  const { tell, startJob, keep, modelsKept } = tools;
  const { id } = item;
  const { result, cancel } = startJob(t('Scoring “{name}”', { name: item.name }), false, (controls) =>
    scoreItem(item, each, controls, tools),
  );
  tell({ type: 'asked', id, cancel });
  try {
    await keep(id, await result);
    tell({ type: 'ended', id });
  } catch (error) {
    tell(isCancelled(error) ? { type: 'ended', id } : { type: 'failed', id, error: errorInfoOf(error) });
  } finally {
    void modelsKept();
  }
}

async function scoreItem(
  item: LibraryItem,
  each: PicturesEach,
  { model, signal, report }: JobControls,
  { tell, photographs, modelsKept, requireRoom, fetchModels, draw, judge, now }: ScoringTools,
): Promise<RunScores> {
  const { id } = item;
  const real = await photographs(item, signal);
  if (real.length === 0) {
    throw new StudioError({
      code: 'no-images',
      message: t('There are no photographs to hold the pictures against.'),
      advice: t('Add those of the fabric to the dataset, and measure again.'),
    });
  }
  if (!(await modelsKept())) {
    // Before anything is drawn: nobody waits for pictures that can't be judged.
    await requireRoom();
    const fetching = (loadedBytes: number) => tell({ type: 'progressed', id, to: { state: 'fetching', loadedBytes } });
    fetching(0);
    await fetchModels(fetching, signal);
  }
  const { prompts, seeds } = scoredSubjects(item, each);
  const sampling = { ...defaultSampling(model), size: model.nativeSize };
  const total = prompts.length * seeds.length;
  const drawn: { picture: Picture; text: string }[] = [];
  for (const { prompt, judged } of prompts) {
    for (const seed of seeds) {
      tell({ type: 'progressed', id, to: { state: 'drawing', done: drawn.length, total } });
      const settings: CreateSettings = { ...CREATE_DEFAULTS, ...sampling, prompt, seed };
      const adapters = item.method === 'lora' ? [{ id, weight: 1 }] : [];
      const { picture } = await draw({ settings, adapters }, () => undefined, signal);
      drawn.push({ picture, text: judged });
      report((DRAWING_SHARE * drawn.length) / total, null);
    }
  }
  const judging = (progress: ScoreProgress) => {
    tell({ type: 'progressed', id, to: { state: 'judging', ...progress } });
    report(DRAWING_SHARE + ((1 - DRAWING_SHARE) * progress.done) / progress.total, null);
  };
  const scores = await judge({ drawn, real }, judging, signal);
  return {
    scores,
    measuredAt: now(),
    protocol: {
      model: model.name,
      prompts: prompts.map(({ prompt }) => prompt),
      seeds,
      ...sampling,
      photographs: real.length,
    },
  };
}
