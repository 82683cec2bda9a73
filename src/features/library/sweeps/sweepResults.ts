/** What came of a sweep’s run, in figures that stand beside those of the others. */
import type { AdapterOrigin } from '../../../contract/runs/runs.ts';
import { isShown } from '../../../kit/charts/smoothing.ts';
import { t } from '../../../kit/language/t.ts';
import { numberText } from '../../../kit/text/numberText.ts';
import type { LibraryItem } from '../libraryState.ts';

/** The share of a run whose losses are taken together: single steps jump with the noise that they happened to draw. */
const LAST_SHARE = 0.1;

export interface RunLoss {
  /** At the end of the run. */
  value: number;
  /** The evaluation loss, on fixed noises, or the mean over the last tenth of the steps. */
  kind: 'steady' | 'mean';
  /** The evaluation loss on images held out; null where none was. */
  heldOut: number | null;
}

/** Null where nothing was measured, or what was is no number. */
export function lossOf(origin: AdapterOrigin): RunLoss | null {
  if (origin.kind !== 'trained') return null;
  const last = origin.evaluations?.at(-1);
  if (last && isShown(last.trained)) {
    return { value: last.trained, kind: 'steady', heldOut: isShown(last.heldOut) ? last.heldOut : null };
  }
  const tail = origin.losses.slice(-Math.max(1, Math.round(origin.losses.length * LAST_SHARE)));
  const shown = tail.flatMap(({ instance }) => (isShown(instance) ? [instance] : []));
  if (shown.length === 0 || shown.length < tail.length) return null;
  return { value: shown.reduce((sum, loss) => sum + loss, 0) / shown.length, kind: 'mean', heldOut: null };
}

/** A loss or a score as it stands in a table; a dash where there is none. */
export const figureText = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : numberText(value, 3).replace('-', '−');

/** e.g. `loss 0.123 · held out 0.140 · DINO 0.612 · CLIP-I 0.801 · CLIP-T 0.250` */
export function resultText({ origin, scores }: Pick<LibraryItem, 'origin' | 'scores'>): string {
  const loss = lossOf(origin);
  const measured = scores?.scores;
  return [
    ...(loss ? [`${loss.kind === 'steady' ? t('steady loss') : 'loss'} ${figureText(loss.value)}`] : []),
    ...(loss?.heldOut != null ? [t('held out {figure}', { figure: figureText(loss.heldOut) })] : []),
    ...(measured
      ? [
          t('DINO {figure}', { figure: figureText(measured.dino) }),
          t('CLIP-I {figure}', { figure: figureText(measured.clipI) }),
          t('CLIP-T {figure}', { figure: figureText(measured.clipT) }),
        ]
      : []),
  ].join(' · ');
}
