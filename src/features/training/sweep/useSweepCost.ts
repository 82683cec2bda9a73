/** What a sweep takes of time and storage, as far as it is known; layers are asked of the model’s worker. */
import { useEffect, useMemo, useState } from 'react';
import type { ModelInfo, RunShape } from '../../../contract/studioWorker.ts';
import type { TrainSettings } from '../../../contract/training.ts';
import { shapeOfRun } from '../../../session/studioClient.ts';
import { classSamplingOf } from '../classImages/classSampling.ts';
import { classSetFor, useClassSets } from '../classImages/classSets.ts';
import type { SweptRun } from './readSweep.ts';
import { drawnByEach, shapeKey, sweepBytes, sweepSeconds } from './sweepEstimate.ts';

export interface SweepCost {
  seconds: number;
  /** Class images that are drawn for all runs together. */
  classImages: number;
  /** Null until the worker has told which layers learn. */
  bytes: number | null;
}

/** Null without runs or a model. */
export function useSweepCost(runs: readonly SweptRun[] | null, model: ModelInfo | null): SweepCost | null {
  useClassSets();
  const settings = useMemo(() => runs?.map((run) => run.settings) ?? [], [runs]);
  const shapes = useShapes(settings, model);
  if (settings.length === 0 || !model) return null;
  const sampling = (run: TrainSettings) => classSamplingOf(run, model, null);
  const kept = (run: TrainSettings) =>
    run.method === 'lora' ? classSetFor(model, run.classPrompt, run.resolution, sampling(run)).count : 0;
  const { timings, nativeSize } = model;
  const pace = (run: TrainSettings) => ({ timings, nativeSize, classDrawing: sampling(run).drawing });
  return {
    seconds: sweepSeconds(settings, pace, kept),
    classImages: drawnByEach(settings, kept).reduce((sum, count) => sum + count, 0),
    bytes: sweepBytes(settings, shapes),
  };
}

function useShapes(settings: readonly TrainSettings[], model: ModelInfo | null): ReadonlyMap<string, RunShape> {
  const [shapes, setShapes] = useState<ReadonlyMap<string, RunShape>>(new Map());
  const fingerprint = model?.fingerprint ?? null;
  useEffect(() => {
    if (fingerprint === null) return;
    let wanted = true;
    const ask = async () => {
      const found = new Map<string, RunShape>();
      for (const run of settings) {
        const key = shapeKey(run);
        if (!found.has(key)) found.set(key, await shapeOfRun(run));
      }
      if (wanted) setShapes(found);
    };
    // What can't be learnt at all is told where it is started.
    ask().catch(() => undefined);
    return () => {
      wanted = false;
    };
  }, [settings, fingerprint]);
  return shapes;
}
