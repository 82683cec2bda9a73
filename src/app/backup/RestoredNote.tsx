/** What came of a backup: what came in, what was here already, and what was left and why. */

import { Button } from '../../kit/buttons/Button.tsx';
import { ErrorNote } from '../../kit/components/ErrorNote.tsx';
import { t } from '../../kit/language/t.ts';
import { numberText } from '../../kit/text/numberText.ts';
import styles from './Backup.module.css';
import { dismissBackup } from './backupStore.ts';
import type { RestoreEnd } from './restore/restore.ts';

/** Names and reasons that are spelt out; nobody reads more. */
const MOST_TOLD = 12;

/** @param forms whether forms are among it, which are only seen once the page is loaded anew */
export function RestoredNote({ end, forms }: { end: RestoreEnd; forms: boolean }) {
  const { taken, passedOver, copies, left, ended } = end;
  return (
    <>
      {ended && !ended.cancelled && <ErrorNote error={ended.error} />}
      <p role="status" className={styles.text}>
        {ended ? t('Ended before its end: ') : t('Restored: ')}
        {t('{entries} {taken, plural, one {entry} other {entries}} came in', { entries: numberText(taken), taken })}
        {passedOver > 0 &&
          t(', {entries} {passedOver, plural, one {was} other {were}} here already', {
            entries: numberText(passedOver),
            passedOver,
          })}
        .{copies.length > 0 && t(' Beside what has changed here since: {listed}.', { listed: listed(copies) })}
      </p>
      {left.length > 0 && (
        <ErrorNote
          tone="warning"
          error={{
            message: t('{entries} {count, plural, one {entry} other {entries}} did not come in.', {
              entries: numberText(left.length),
              count: left.length,
            }),
            advice: t('Each is named here.'),
          }}
        >
          <ul className={styles.left}>
            {left.slice(0, MOST_TOLD).map(({ what, error }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two may be called the same
              <li key={index}>
                <strong>{what}: </strong>
                {error.message} {error.advice}
              </li>
            ))}
          </ul>
        </ErrorNote>
      )}
      {forms && !ended && <Button onClick={() => location.reload()}>{t('Reload to see the forms')}</Button>}
      <Button kind="quiet" onClick={dismissBackup}>
        {t('Close')}
      </Button>
    </>
  );
}

function listed(names: readonly string[]): string {
  const more = names.length - MOST_TOLD;
  return names.slice(0, MOST_TOLD).join(', ') + (more > 0 ? t(' and {more} more', { more }) : '');
}
