/** Notices of the whole page, above every panel: a model that could not be loaded, a storage that refuses. */
import { Button } from '../kit/buttons/Button.tsx';
import { ErrorNote } from '../kit/components/ErrorNote.tsx';
import { t } from '../kit/language/t.ts';
import { dismissNotice, useNotices } from '../session/noticesStore.ts';
import { reopenStudio, useStudio } from '../session/studioStore.ts';
import { DamagedActions } from './DamagedActions.tsx';
import styles from './Notices.module.css';

export function Notices() {
  const opening = useStudio((state) => state.opening);
  const notices = useNotices((state) => state.notices);
  if (opening.state !== 'failed' && notices.length === 0) return null;
  return (
    <div className={styles.notices}>
      {opening.state === 'failed' && (
        <ErrorNote error={opening.error}>
          <Button onClick={reopenStudio}>{t('Try again')}</Button>
          {opening.error.code === 'device-unavailable' && <a href="?device=wasm">{t('Use wasm instead')}</a>}
        </ErrorNote>
      )}
      {notices.map((notice) => (
        <ErrorNote key={notice.id} error={notice} tone="warning" onDismiss={() => dismissNotice(notice.id)}>
          {notice.action && <Button onClick={notice.action.act}>{notice.action.label}</Button>}
          {notice.damaged && <DamagedActions id={notice.id} damaged={notice.damaged} />}
        </ErrorNote>
      ))}
    </div>
  );
}
