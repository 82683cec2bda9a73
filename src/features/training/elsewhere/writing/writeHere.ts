/** Writes a bundle with the page's own workers and storage. */
import type { ByteSink } from '../../../../kit/files/ZipWriter.ts';
import { resizeImage } from '../../../../session/imageClient.ts';
import type { Going } from '../going.ts';
import { gatherSources } from './gather.ts';
import { RUNNER_SOURCES } from './runnerSources.ts';
import { type WrittenBundle, writeBundle } from './writeBundle.ts';

/** @throws StudioError where something of the run is missing, or `cancelled` where the signal is aborted */
export async function writeHere(
  going: Going,
  sink: ByteSink,
  onProgress: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<WrittenBundle> {
  const sources = await gatherSources(going, signal);
  const tools = { resize: resizeImage, runner: RUNNER_SOURCES, onProgress, signal, now: Date.now };
  return writeBundle(sources, tools, sink);
}
