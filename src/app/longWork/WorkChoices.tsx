/** What is done around the running work: whether its end is told, and whether the screen stays awake. */
import { Bell, BellOff, MonitorCheck, Moon } from 'lucide-react';
import { IconButton } from '../../kit/buttons/IconButton.tsx';
import { t } from '../../kit/language/t.ts';
import { notify } from '../../session/noticesStore.ts';
import { setPreference, usePreferences } from './preferences.ts';
import { askToTell, canTell } from './tellingEnds.ts';
import styles from './WorkChoices.module.css';

export function WorkChoices() {
  const { awake, tell } = usePreferences();
  const tells = tell && canTell() && Notification.permission === 'granted';
  return (
    <div className={styles.choices}>
      {canTell() && (
        <IconButton name={t('Tell me when it is done')} pressed={tells} onClick={() => void turnTelling(!tells)}>
          {tells ? <Bell aria-hidden size={16} /> : <BellOff aria-hidden size={16} />}
        </IconButton>
      )}
      {'wakeLock' in navigator && (
        <IconButton
          name={t('Keep the screen awake meanwhile')}
          pressed={awake}
          onClick={() => setPreference({ awake: !awake })}
        >
          {awake ? <MonitorCheck aria-hidden size={16} /> : <Moon aria-hidden size={16} />}
        </IconButton>
      )}
    </div>
  );
}

async function turnTelling(on: boolean): Promise<void> {
  if (!on) return setPreference({ tell: false });
  if (await askToTell()) return;
  notify(
    t('The browser does not let Weft tell you when work is done.'),
    t(
      'Allow notifications for this page in the browser’s settings, and press the bell again. The tab’s title and icon show how far it is.',
    ),
  );
}
