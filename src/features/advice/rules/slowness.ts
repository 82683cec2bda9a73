/**
 * Why a run is slow, where it is: named only for runs that take longer than a person waits for. The default run on the
 * starter is to stay below four minutes on two cores, so ten minutes mean that something can be better.
 */
import { t } from '../../../kit/language/t.ts';
import type { Remark } from '../remark.ts';

const LONG = 10 * 60;
/** Browsers give a page in the background less of the processor; shorter absences don't matter. */
const HIDDEN_SHARE = 0.25;
const HIDDEN_SECONDS = 60;

export interface SpeedFacts {
  /** What the run will take, in seconds. */
  seconds: number;
  device: { kind: 'webgpu' | 'wasm'; threads: number; software: boolean };
  cores: number;
  /** Whether the browser has WebGPU at all. */
  webgpu: boolean;
}

export function slowDevice({ seconds, device, cores, webgpu }: SpeedFacts): Remark | null {
  if (device.software) {
    return {
      id: 'slow-software',
      tone: 'warning',
      sentence: t('WebGPU runs in software here, on the processor, and many times more slowly than need be.'),
      todo: t('The processor’s own way is faster.'),
      lead: { kind: 'link', text: t('Open on the processor'), href: '?device=wasm#/train' },
    };
  }
  if (device.kind === 'webgpu' || seconds < LONG) return null;
  const hint = { id: 'slow-processor', tone: 'hint', lead: null } as const;
  if (cores === 1) {
    return {
      ...hint,
      sentence: t('The run is slow, since this machine has a single core.'),
      todo: t('Fewer class images and steps shorten it, or a machine with more cores or a GPU.'),
    };
  }
  if (device.threads === 1) {
    return {
      ...hint,
      sentence: t('The run is slow, since the page may use one of {cores} cores.', { cores }),
      todo: t('Serve the page with the two headers that allow threads, as `npm start` does.'),
    };
  }
  return {
    ...hint,
    sentence: webgpu
      ? t('The run is slow, since the browser offers no GPU and the processor computes it.')
      : t('The run is slow, since this browser has no WebGPU and the processor computes it.'),
    todo: webgpu
      ? t('Hardware acceleration may be turned off in the browser’s settings.')
      : t('A browser with WebGPU on a machine with a GPU is many times faster.'),
  };
}

/** @param run seconds that it has taken so far, and those that the page was in the background meanwhile */
export function hiddenPage(run: { seconds: number; hiddenSeconds: number }): Remark | null {
  const { seconds, hiddenSeconds } = run;
  if (hiddenSeconds < HIDDEN_SECONDS || hiddenSeconds < HIDDEN_SHARE * seconds) return null;
  return {
    id: 'hidden-page',
    tone: 'hint',
    sentence: t('The page was in the background for {hiddenSeconds} min of this run, where browsers slow it down.', {
      hiddenSeconds: Math.round(hiddenSeconds / 60),
    }),
    todo: t('Keep it in a window of its own, in sight.'),
    lead: null,
  };
}
