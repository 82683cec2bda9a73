/** What is told of models, in words. */
import type { Message } from '../../contract/message.ts';
import { msg } from '../../contract/message.ts';
import type { ModelOrigin, StoredModel } from '../../contract/models.ts';
import type { TransferProgress } from '../../contract/modelsWorker.ts';
import { t } from '../../kit/language/t.ts';
import { durationText, timeLeftText } from '../../kit/text/durationText.ts';
import { sizeText } from '../../kit/text/sizeText.ts';
import { PREDICTIONS } from '../drawing/settings/predictions.ts';
import type { ModelTask } from './modelStore.ts';

export function modelBytes({ files }: Pick<StoredModel, 'files'>): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** e.g. `Stable Diffusion 1 · 2.1 GB · from huggingface.co/owner/name` */
export function modelFacts(model: StoredModel): string {
  const predicts = model.prediction && t('predicts {prediction}', { prediction: t(PREDICTIONS[model.prediction]) });
  return [model.family, sizeText(modelBytes(model)), originText(model.origin), predicts].filter(Boolean).join(' · ');
}

export function originText(origin: ModelOrigin): string {
  if (origin.kind === 'hub')
    return t('from {host}/{repository}', { host: new URL(origin.hub).host, repository: origin.repository });
  return origin.kind === 'folder'
    ? t('from your folder “{name}”', { name: origin.name })
    : t('from your file “{name}”', { name: origin.name });
}

/** Bits a second of a good and of a modest connection at home. */
const CONNECTIONS = [100e6, 10e6];

/** e.g. `3 min at 100 Mbit/s, 28 min at 10 Mbit/s` */
export function downloadTimeText(bytes: number): string {
  return CONNECTIONS.map((bits) =>
    t('{duration} at {bits} Mbit/s', { duration: durationText((bytes * 8) / bits), bits: bits / 1e6 }),
  ).join(', ');
}

const DOING: Record<ModelTask['kind'], Message> = {
  download: msg('Downloading'),
  copy: msg('Copying'),
  check: msg('Checking'),
};

/** e.g. `Downloading: 0.8 of 2.1 GB · 12.1 MB/s · about 2 min left` */
export function taskText({ kind, progress }: ModelTask): string {
  if (progress === null) return `${t(DOING[kind])}…`;
  const { phase, bytesPerSecond, secondsLeft } = progress;
  if (phase === 'wait')
    return t('{amount} · The connection broke; it is tried again.', { amount: amountText(progress) });
  if (phase === 'stall')
    return t('{amount} · Nothing comes from the hub just now; it goes on by itself.', { amount: amountText(progress) });
  const doing = phase === 'check' && kind === 'download' ? t('Reading again what is there') : t(DOING[kind]);
  const speed = bytesPerSecond === null ? '' : `${sizeText(bytesPerSecond)}/s`;
  return [`${doing}: ${amountText(progress)}`, speed, timeLeftText(secondsLeft)].filter(Boolean).join(' · ');
}

function amountText({ doneBytes, totalBytes }: Pick<TransferProgress, 'doneBytes' | 'totalBytes'>): string {
  return t('{done} of {total}', { done: sizeText(doneBytes), total: sizeText(totalBytes) });
}
