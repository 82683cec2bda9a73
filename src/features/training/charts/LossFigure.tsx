/** The loss curves with their legend, and the same in words and as a table. */
import { useMemo } from 'react';
import type { LossPoint } from '../../../contract/runs/runs.ts';
import { thin } from '../../../kit/charts/smoothing.ts';
import { useTraining } from '../run/trainingStore.ts';
import { LossChart } from './LossChart.tsx';
import styles from './LossFigure.module.css';
import { type LossCurves, lossCurves, lossSummary } from './lossCurves.ts';

/** Rows of the table: enough to see the course, few enough to read. */
const ROWS = 12;

export function LossFigure() {
  const losses = useTraining((state) => state.losses);
  const evaluations = useTraining((state) => state.evaluations);
  const priorWeight = useTraining((state) => state.priorWeight);
  const curves = useMemo(() => lossCurves(losses, evaluations, priorWeight), [losses, evaluations, priorWeight]);
  const summary = lossSummary(curves);
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.caption}>
        <h2>Loss</h2>
        <ul className={styles.legend}>
          <li data-curve="instance">instance, smoothed</li>
          {curves.hasPrior && <li data-curve="prior">prior, smoothed</li>}
          {curves.hasPrior && <li data-curve="total">total, smoothed</li>}
          <li data-curve="raw">each step</li>
          {curves.hasEvaluations && <li data-curve="steady">steady</li>}
          {curves.hasHeldOut && <li data-curve="held-out">steady, held out</li>}
        </ul>
      </figcaption>
      <div role="img" aria-label={`Loss curves. ${summary}`}>
        <LossChart curves={curves} />
      </div>
      <p className={styles.summary}>{summary}</p>
      <LossTable curves={curves} losses={losses} />
    </figure>
  );
}

function LossTable({ curves, losses }: { curves: LossCurves; losses: readonly LossPoint[] }) {
  const rows = thin(
    losses.map((_, index) => index),
    ROWS,
  );
  return (
    <details className={styles.table}>
      <summary>The curves as a table</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">Step</th>
            <th scope="col">Instance loss, smoothed</th>
            {curves.hasPrior && <th scope="col">Prior loss, smoothed</th>}
            {curves.hasPrior && <th scope="col">Total, smoothed</th>}
            {curves.hasPrior && <th scope="col">Total of the step</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((index) => (
            <tr key={index}>
              <td>{curves.steps[index]}</td>
              <td>{curves.instanceSmooth[index]?.toFixed(4) ?? '–'}</td>
              {curves.hasPrior && <td>{curves.priorSmooth[index]?.toFixed(4) ?? '–'}</td>}
              {curves.hasPrior && <td>{curves.totalSmooth[index]?.toFixed(4) ?? '–'}</td>}
              {curves.hasPrior && <td>{curves.total[index]?.toFixed(4) ?? '–'}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
