/** Gathers a run's events: keeps what must not be lost, and shows the rest at a pace that the page can keep. */
import type { Picture } from '../../../contract/drawing.ts';
import type { EvaluationPoint, LossPoint } from '../../../contract/runs/runs.ts';
import type { TrainSettings } from '../../../contract/training.ts';
import type { TrainEvent, TrainProgress } from '../../../contract/trainingJob.ts';
import { paced } from '../../../kit/timing/paced.ts';
import type { JobControls } from '../../../session/studioFlow.ts';
import type { ClassSampling } from '../classImages/classSets.ts';
import type { GivenClassImages } from '../classImages/givenClassImages.ts';
import type { Earlier } from './earlierSession.ts';
import type { RunRecorder } from './runRecorder.ts';
import { trainingFraction, trainingSecondsLeft } from './trainingProgress.ts';
import type { RunEvent, Speed } from './trainingState.ts';

/** Milliseconds between two updates of what the panel shows, so that the chart never holds up the page. */
const SHOW_INTERVAL = 250;

/** What is there of a run before its worker begins. */
export interface Before extends Earlier {
  classImages: GivenClassImages;
  classSampling: ClassSampling;
}

/** Those who hear of the run. */
export interface Followers {
  recorder: Pick<RunRecorder, 'begin' | 'checkpoint' | 'classImage' | 'learnt' | 'samplePicture'>;
  tell: (event: RunEvent) => void;
  /** A picture's file. */
  encodePng: (picture: Picture) => Promise<ArrayBuffer>;
  /** Milliseconds that only ever grow. */
  clock: () => number;
}

export interface FollowedRun {
  onEvent: (event: TrainEvent) => void;
  /** Shows at once what still waits, and waits for the class images that are on their way into files. */
  settle: () => Promise<void>;
  /** Of every step so far, those of earlier sessions too. */
  losses: readonly LossPoint[];
  evaluations: readonly EvaluationPoint[];
}

export function followRun(
  settings: TrainSettings,
  before: Before,
  { recorder, tell, encodePng, clock }: Followers,
  { model, report }: Pick<JobControls, 'model' | 'report'>,
): FollowedRun {
  const started = clock();
  const secondsBefore = before.checkpoint?.seconds ?? 0;
  const losses: LossPoint[] = [...(before.checkpoint?.losses ?? [])];
  const evaluations: EvaluationPoint[] = [...(before.checkpoint?.evaluations ?? [])];
  const { images: given, set, own } = before.classImages;
  const pace = { timings: model.timings, nativeSize: model.nativeSize, classDrawing: before.classSampling.drawing };
  let shownLosses = losses.length;
  const encoding: Promise<void>[] = [];

  tell({
    kind: 'opened',
    priorWeight: settings.method === 'lora' ? settings.priorWeight : 0,
    losses: [...losses],
    evaluations: [...evaluations],
    samples: [...before.samples],
    classImages: { images: given, reused: given.length, own: own !== null },
  });

  const shown = paced<TrainProgress>(SHOW_INTERVAL, (event) => {
    const { phase, done, total } = event;
    const fraction = trainingFraction(event, settings, pace);
    const secondsLeft = trainingSecondsLeft(event, settings, pace);
    report(fraction, secondsLeft);
    const fresh = losses.slice(shownLosses);
    shownLosses = losses.length;
    tell({
      kind: 'progress',
      progress: { phase, done, total, secondsLeft },
      fraction,
      speed: event.phase === 'train' ? speedOf(event) : null,
      losses: fresh,
    });
  });

  const keepDrawn = (picture: Picture, index: number) => {
    const png = encodePng(picture);
    if (set) recorder.classImage(set, png, index);
    // Where it can't be encoded, it can't be kept either, and that is told.
    encoding.push(
      png.then(
        (image) => tell({ kind: 'class-image', png: image }),
        () => undefined,
      ),
    );
  };

  const onEvent = (event: TrainEvent) => {
    switch (event.phase) {
      case 'begin':
        return recorder.begin(event.identity);
      case 'checkpoint':
        // Heard of late: what came since is not of it.
        return recorder.checkpoint(event, {
          losses: losses.filter(({ step }) => step <= event.step),
          evaluations: evaluations.filter(({ step }) => step <= event.step),
          seconds: secondsBefore + (clock() - started) / 1000 - event.secondsAgo,
        });
      case 'kept':
        return recorder.learnt(event.step, event.error);
      case 'evaluation':
        evaluations.push(event.point);
        return tell({ kind: 'evaluated', point: event.point });
      case 'sample': {
        const { phase: _, ...sample } = event;
        recorder.samplePicture(sample);
        return tell({ kind: 'sampled', sample });
      }
      case 'class-images':
        if (event.picture) keepDrawn(event.picture, event.done - 1);
        break;
      case 'train':
        losses.push(...event.losses);
        break;
    }
    shown.offer(event);
  };

  return {
    onEvent,
    settle: async () => {
      shown.flush();
      await Promise.all(encoding);
    },
    losses,
    evaluations,
  };
}

function speedOf({ secondsPerStep, skippedSteps, learningRate }: Speed): Speed {
  return { secondsPerStep, skippedSteps, learningRate };
}
