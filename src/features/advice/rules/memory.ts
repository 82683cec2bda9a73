import { t } from '../../../kit/language/t.ts';
import { numberText } from '../../../kit/text/numberText.ts';
import type { Remark } from '../remark.ts';

const GIB = 2 ** 30;
const WASM_MEMORY = 4 * GIB;
const FULL = 0.5;
const BYTES = { float32: 4, float16: 2 } as const;

export interface MemoryFacts {
  parameters: number;
  device: { kind: 'webgpu' | 'wasm'; precision: keyof typeof BYTES };
  /** Gigabytes, as far as the browser tells. */
  machine: number | null;
}

export function tightMemory({ parameters, device, machine }: MemoryFacts): Remark | null {
  const weights = parameters * BYTES[device.precision];
  const told = t('The model’s weights alone take {weights} GB', { weights: numberText(weights / GIB, 1) });
  if (device.kind === 'wasm' && weights > FULL * WASM_MEMORY) {
    return {
      id: 'tight-wasm',
      tone: 'warning',
      sentence: t('{told} of the 4 GB that the processor’s side of a browser can hold.', { told }),
      todo: t('Training will likely run out of memory; a browser with WebGPU has more room.'),
      lead: { kind: 'link', text: t('Open on WebGPU'), href: '?device=webgpu#/train' },
    };
  }
  if (machine === null || weights <= FULL * machine * GIB) return null;
  return {
    id: 'tight-machine',
    tone: 'warning',
    sentence: t('{told}, and this machine has about {machine} GB.', { told, machine }),
    todo: t('Close other programs and tabs before you train.'),
    lead: null,
  };
}

/** After a job that failed for want of memory. */
export function outOfMemory(code: string | null, at: { label: string; text: string }): Remark | null {
  if (code !== 'out-of-memory') return null;
  return {
    id: `out-of-memory:${at.label}`,
    tone: 'problem',
    sentence: t('The memory was not enough for these settings.'),
    todo: t('Close other tabs, and begin with smaller ones.'),
    lead: { kind: 'field', ...at },
  };
}
