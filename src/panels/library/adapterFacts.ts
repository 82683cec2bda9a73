/** How an adapter was trained, in a line. */
import type { KeptAdapter } from '../../stores/libraryStore.ts';

/** e.g. `23 Nov 2026, 20:15 · 300 steps · rank 4 · learning rate 0.004 · 16 class images · weft-starter` */
export function adapterFacts({ createdAt, stepsDone, stopped, settings, adapter }: KeptAdapter): string {
  const when = new Date(createdAt).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
  const steps = stopped
    ? `${stepsDone} of ${settings.steps} steps`
    : `${stepsDone} ${stepsDone === 1 ? 'step' : 'steps'}`;
  return [
    when,
    steps,
    `rank ${settings.rank}`,
    `learning rate ${settings.learningRate}`,
    settings.classImages === 0 ? 'no class images' : `${settings.classImages} class images`,
    adapter.baseModel,
  ].join(' · ');
}
