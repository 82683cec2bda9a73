/** The loss curves with their legend, and the same in words and as a table. */
import { useMemo } from 'react';
import type { LossPoint } from '../../../contract/runs/runs.ts';
import { thin } from '../../../kit/charts/smoothing.ts';
import { t } from '../../../kit/language/t.ts';
import { useTraining } from '../run/trainingStore.ts';
import { LossChart } from './LossChart.tsx';
import styles from './LossFigure.module.css';
import { figure, type LossCurves, lossCurves, lossSummary } from './lossCurves.ts';

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
        <h2>{t('Loss')}</h2>
        <ul className={styles.legend}>
          <li data-curve="instance">{t('instance, smoothed')}</li>
          {curves.hasPrior && <li data-curve="prior">{t('prior, smoothed')}</li>}
          {curves.hasPrior && <li data-curve="total">{t('total, smoothed')}</li>}
          <li data-curve="raw">{t('each step')}</li>
          {curves.hasEvaluations && <li data-curve="steady">{t('steady')}</li>}
          {curves.hasHeldOut && <li data-curve="held-out">{t('steady, held out')}</li>}
        </ul>
      </figcaption>
      <div role="img" aria-label={t('Loss curves. {summary}', { summary })}>
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
      <summary>{t('The curves as a table')}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('Step')}</th>
            <th scope="col">{t('Instance loss, smoothed')}</th>
            {curves.hasPrior && <th scope="col">{t('Prior loss, smoothed')}</th>}
            {curves.hasPrior && <th scope="col">{t('Total, smoothed')}</th>}
            {curves.hasPrior && <th scope="col">{t('Total of the step')}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((index) => (
            <tr key={index}>
              <td>{curves.steps[index]}</td>
              <td>{figure(curves.instanceSmooth[index])}</td>
              {curves.hasPrior && <td>{figure(curves.priorSmooth[index])}</td>}
              {curves.hasPrior && <td>{figure(curves.totalSmooth[index])}</td>}
              {curves.hasPrior && <td>{figure(curves.total[index])}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
