/** Steps of trainers whose batches hold images or class images, in steps that hold as many of either. */
import { t } from '../../../kit/language/t.ts';
import type { Taking } from '../../../kit/settingsFiles/Taking.ts';

/** @param name as the file calls the steps */
export function halveSteps(taking: Taking, name: string): void {
  const { steps } = taking.taken;
  if (typeof steps !== 'number' || steps < 2) return;
  const half = Math.ceil(steps / 2);
  taking.take('steps', half, name);
  taking.leave(name, steps, t('Taken as {half}: a step here is an image and a class image.', { half }));
}
