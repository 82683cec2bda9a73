/** Takes a sweep to a larger machine, as one bundle for Weft’s own runner. */
import { t } from '../../../kit/language/t.ts';
import { GoOnElsewhere } from '../elsewhere/GoOnElsewhere.tsx';
import type { SweptRun } from './readSweep.ts';
import styles from './Sweep.module.css';
import { listedSweep } from './sweepLists.ts';

export function SweepBundle({ runs, name }: { runs: readonly SweptRun[]; name: string }) {
  const { lists, base, refusal } = listedSweep(runs, name);
  if (refusal !== null) return <p className={styles.about}>{t('This sweep stays here: {refusal}', { refusal })}</p>;
  return <GoOnElsewhere label={t('Take the sweep elsewhere')} going={{ settings: base, record: null, sweep: lists }} />;
}
