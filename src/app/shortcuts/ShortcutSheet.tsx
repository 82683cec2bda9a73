/** All shortcuts, by what they are for. */
import { Fragment } from 'react';
import { Button } from '../../kit/buttons/Button.tsx';
import { Dialog } from '../../kit/dialogs/Dialog.tsx';
import { t } from '../../kit/language/t.ts';
import { isMac, keysText } from './keyText.ts';
import styles from './ShortcutSheet.module.css';
import { closeSheet } from './sheetStore.ts';
import { GROUPS, SHORTCUTS } from './shortcuts.ts';

export function ShortcutSheet() {
  return (
    <Dialog
      wide
      title={t('Keyboard shortcuts')}
      description={
        <p>{t('While you type in a field, only those with {key} are heard.', { key: isMac() ? '⌘' : t('Ctrl') })}</p>
      }
      onClose={closeSheet}
      actions={
        <Button kind="main" onClick={closeSheet}>
          {t('Close')}
        </Button>
      }
    >
      <div className={styles.groups}>
        {GROUPS.map((group) => (
          <section key={t(group)} aria-label={t(group)}>
            <h3 className={styles.group}>{t(group)}</h3>
            <dl className={styles.list}>
              {SHORTCUTS.filter((shortcut) => shortcut.group === group).map(({ keys, what }) => (
                <Fragment key={t(what)}>
                  <dt>
                    <Keys keys={keys[0]} />
                  </dt>
                  <dd>{t(what)}</dd>
                </Fragment>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function Keys({ keys }: { keys: string }) {
  const texts = keysText(keys === 'Shift+?' ? '?' : keys, isMac());
  return texts.map((text, place) => (
    <Fragment key={text}>
      {place > 0 && ' + '}
      <kbd className={styles.key}>{text}</kbd>
    </Fragment>
  ));
}
