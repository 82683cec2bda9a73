/** What room the models take of what the browser gives the page, and whether it may take back what is kept. */
import type { KeptModels } from '../../contract/modelsWorker.ts';
import { About } from '../../kit/help/About.tsx';
import { t } from '../../kit/language/t.ts';
import { sizeText } from '../../kit/text/sizeText.ts';
import { lastingText, useLasting } from '../../session/lastingStorage.ts';
import styles from './Models.module.css';
import { MODEL_HELP } from './modelHelp.ts';

export function StorageBar({ kept }: { kept: KeptModels }) {
  const granted = useLasting((state) => state.granted);
  return (
    <div className={styles.storage}>
      <Room {...kept} />
      {granted !== null && <p className={styles.facts}>{lastingText(granted)}</p>}
    </div>
  );
}

function Room({ modelBytes, usedBytes, freeBytes }: KeptModels) {
  if (usedBytes === null || freeBytes === null) return null;
  const total = Math.max(1, usedBytes + freeBytes);
  // A browser's count lags behind what was just written.
  const others = Math.max(0, usedBytes - modelBytes);
  const share = (bytes: number) => ({ width: `${(100 * bytes) / total}%` });
  return (
    <>
      <p className={styles.facts}>
        {t('Models take {models}, everything else {others}; {free} are free.', {
          models: modelBytes === 0 ? t('no room') : sizeText(modelBytes),
          others: sizeText(others),
          free: sizeText(freeBytes),
        })}
        <About label={t('Storage')} words={MODEL_HELP.storage} />
      </p>
      <div className={styles.room} aria-hidden>
        <span className={styles.models} style={share(modelBytes)} />
        <span className={styles.others} style={share(others)} />
      </div>
    </>
  );
}
