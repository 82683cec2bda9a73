/** How many pictures a grid has and how long they take, told before it starts. */
import type { ModelInfo } from '../../../contract/studioWorker.ts';
import { t } from '../../../kit/language/t.ts';
import { durationText } from '../../../kit/text/durationText.ts';
import { pictureSeconds } from '../../drawing/settings/pictureEstimate.ts';
import type { CellPlan } from './compareCells.ts';

type Timed = Pick<ModelInfo, 'timings' | 'nativeSize'>;

/** Seconds for all these pictures, from timings measured when the model was opened. */
export function gridSeconds(cells: readonly Pick<CellPlan, 'settings'>[], model: Timed): number {
  return cells.reduce((sum, { settings }) => sum + pictureSeconds(settings, model), 0);
}

export function picturesText(count: number): string {
  return count === 1 ? t('1 picture') : t('{count} pictures', { count });
}

/** The estimate in words; without a model the number of pictures alone. */
export function gridEstimateText(cells: readonly Pick<CellPlan, 'settings'>[], model: Timed | null): string {
  const steps = [...new Set(cells.map(({ settings }) => settings.samplingSteps))].sort((a, b) => a - b);
  const [fewest = 1, most = fewest] = [steps[0], steps.at(-1)];
  const each = fewest === most ? `${most}` : t('{fewest} to {most}', { fewest, most });
  const count = t(
    '{pictures} at {each} {most, plural, one {step} other {steps}}{cells, plural, one {} other { each}}',
    { pictures: picturesText(cells.length), each, most, cells: cells.length },
  );
  if (!model) return t('{count}. The time it takes is told once the model is loaded.', { count });
  return t('{count}: about {duration} on this device.', { count, duration: durationText(gridSeconds(cells, model)) });
}

/**
 * Seconds until the last picture is done. What was drawn so far corrects the estimate of the rest.
 * @param spent seconds that the pictures in `done` took
 * @param current seconds left in the running picture, null while it is not known
 */
export function gridSecondsLeft(
  { done, running, rest }: Record<'done' | 'running' | 'rest', readonly Pick<CellPlan, 'settings'>[]>,
  spent: number,
  current: number | null,
  model: Timed,
): number {
  const pace = done.length === 0 ? 1 : spent / gridSeconds(done, model);
  return (current ?? gridSeconds(running, model) * pace) + gridSeconds(rest, model) * pace;
}
