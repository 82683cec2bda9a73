/** The engine in Node, for run.mjs, which can't import TypeScript: built by sides/node.mjs. */

import { loadCheckpoint, Model } from '@weft/engine';
import { folderSource, openNodeRuntime } from '@weft/engine/node';
import { profiledRuntime } from './profiledRuntime.ts';
import { prepareWorkload, timed, type Workload } from './workloads.ts';

/** The starter on onnxruntime-node: what `measure` gives is seconds of each repetition. */
export async function openEngine(modelFolder: URL, threads: number) {
  const model = new Model(openNodeRuntime(threads), await loadCheckpoint(folderSource(modelFolder, 'starter')));
  const prepared = new Map<Workload, () => Promise<void>>();
  return async (workload: Workload, times: number): Promise<number[]> => {
    const work = prepared.get(workload) ?? (await prepareWorkload(model, workload));
    prepared.set(workload, work);
    return timed(work, times);
  };
}

/** Runs one piece of work with profiling; the events of its program go to a file whose name begins with `filePrefix`. */
export async function profile(modelFolder: URL, workload: Workload, times: number, filePrefix: string): Promise<void> {
  const { runtime, sessions } = profiledRuntime(openNodeRuntime(1), { profileFilePrefix: filePrefix });
  const model = new Model(runtime, await loadCheckpoint(folderSource(modelFolder, 'starter')));
  await timed(await prepareWorkload(model, workload), times);
  for (const session of sessions) session.endProfiling();
}
