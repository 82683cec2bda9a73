/** The smoothed instance loss of a run in the size of a line of text. */
import type { LossPoint } from '../../../contract/runs/runs.ts';
import { smooth, thin } from '../../../kit/charts/smoothing.ts';
import { t } from '../../../kit/language/t.ts';
import { numberText } from '../../../kit/text/numberText.ts';
import styles from '../LibraryPanel.module.css';

const WIDTH = 120;
const HEIGHT = 28;
const MOST_POINTS = 60;
const WEIGHT = 0.95;

export function LossSparkline({ losses }: { losses: readonly LossPoint[] }) {
  const curve = thin(
    smooth(
      losses.map(({ instance }) => instance),
      WEIGHT,
    ).filter((value) => value !== null),
    MOST_POINTS,
  );
  const last = curve.at(-1);
  if (last === undefined) return null;
  const low = Math.min(...curve);
  const span = Math.max(...curve) - low || 1;
  const points = curve
    .map((value, index) => {
      const x = (index / Math.max(1, curve.length - 1)) * WIDTH;
      return `${x.toFixed(1)},${(HEIGHT - 2 - ((value - low) / span) * (HEIGHT - 4)).toFixed(1)}`;
    })
    .join(' ');
  return (
    <p className={styles.loss}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} aria-hidden>
        <polyline points={points} fill="none" stroke="currentColor" strokeWidth={2} />
      </svg>
      {t('final instance loss {last}', { last: numberText(last, 4) })}
    </p>
  );
}
