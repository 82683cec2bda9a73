/** The status line's words. */
import type { DeviceInfo } from '../../contract/device.ts';
import { t } from '../../kit/language/t.ts';
import type { Opening } from '../../session/studioState.ts';

export function openingText(opening: Opening): string {
  if (opening.state === 'ready') return opening.model.name;
  if (opening.state === 'failed') return t('The model is not loaded');
  const { progress, choice } = opening;
  if (progress === null || progress.phase === 'device') return t('Starting…');
  const percent = Math.floor(progress.fraction * 100);
  return choice.ref.kind === 'starter'
    ? t('Loading model {percent} %', { percent })
    : t('Loading {name} {percent} %', { name: choice.name, percent });
}

/** The device in a few words, e.g. `wasm, 2 threads` or `WebGPU (nvidia ampere, half precision)`. */
export function deviceText({ kind, threads, adapter, software, precision }: DeviceInfo): string {
  if (kind === 'wasm') return threads === 1 ? t('wasm, 1 thread') : t('wasm, {threads} threads', { threads });
  const named = [adapter, software ? t('in software') : '', precision === 'float16' ? t('half precision') : '']
    .filter((part) => part !== '')
    .join(', ');
  return named === '' ? 'WebGPU' : t('WebGPU ({named})', { named });
}
