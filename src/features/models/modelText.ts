/** What is told of models, in words. */
import type { ModelOrigin, StoredModel } from '../../contract/models.ts';
import type { TransferProgress } from '../../contract/modelsWorker.ts';
import { durationText, timeLeftText } from '../../kit/text/durationText.ts';
import { sizeText } from '../../kit/text/sizeText.ts';
import { PREDICTIONS } from '../drawing/settings/predictions.ts';
import type { ModelTask } from './modelStore.ts';

export function modelBytes({ files }: Pick<StoredModel, 'files'>): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** e.g. `Stable Diffusion 1 · 2.1 GB · from huggingface.co/owner/name` */
export function modelFacts(model: StoredModel): string {
  const predicts = model.prediction && `predicts ${PREDICTIONS[model.prediction]}`;
  return [model.family, sizeText(modelBytes(model)), originText(model.origin), predicts].filter(Boolean).join(' · ');
}

export function originText(origin: ModelOrigin): string {
  if (origin.kind === 'hub') return `from ${new URL(origin.hub).host}/${origin.repository}`;
  return origin.kind === 'folder' ? `from your folder “${origin.name}”` : `from your file “${origin.name}”`;
}

/** Bits a second of a good and of a modest connection at home. */
const CONNECTIONS = [100e6, 10e6];

/** e.g. `3 min at 100 Mbit/s, 28 min at 10 Mbit/s` */
export function downloadTimeText(bytes: number): string {
  return CONNECTIONS.map((bits) => `${durationText((bytes * 8) / bits)} at ${bits / 1e6} Mbit/s`).join(', ');
}

const DOING: Record<ModelTask['kind'], string> = { download: 'Downloading', copy: 'Copying', check: 'Checking' };

/** e.g. `Downloading: 0.8 of 2.1 GB · 12.1 MB/s · about 2 min left` */
export function taskText({ kind, progress }: ModelTask): string {
  if (progress === null) return `${DOING[kind]}…`;
  const { phase, bytesPerSecond, secondsLeft } = progress;
  if (phase === 'wait') return `${amountText(progress)} · The connection broke; it is tried again.`;
  if (phase === 'stall') return `${amountText(progress)} · Nothing comes from the hub just now; it goes on by itself.`;
  const doing = phase === 'check' && kind === 'download' ? 'Reading again what is there' : DOING[kind];
  const speed = bytesPerSecond === null ? '' : `${sizeText(bytesPerSecond)}/s`;
  return [`${doing}: ${amountText(progress)}`, speed, timeLeftText(secondsLeft)].filter(Boolean).join(' · ');
}

function amountText({ doneBytes, totalBytes }: Pick<TransferProgress, 'doneBytes' | 'totalBytes'>): string {
  return `${sizeText(doneBytes)} of ${sizeText(totalBytes)}`;
}
