/** A model on its way: how far it is, how long it will take, and the means to pause or to give it up. */
import { Button } from '../../kit/buttons/Button.tsx';
import { ProgressBar } from '../../kit/components/ProgressBar.tsx';
import { t } from '../../kit/language/t.ts';
import { ModelRow } from './ModelRow.tsx';
import styles from './Models.module.css';
import { giveUp, type ModelTask } from './modelStore.ts';
import { taskText } from './modelText.ts';

export function TaskRow({ task }: { task: ModelTask }) {
  const { kind, name, progress } = task;
  return (
    <ModelRow name={name} facts={taskText(task)}>
      <ProgressBar
        label={kind === 'download' ? t('Downloading {name}', { name }) : t('Copying {name}', { name })}
        fraction={progress && progress.doneBytes / progress.totalBytes}
        className={styles.bar}
      />
      {kind === 'download' && <Button onClick={task.cancel}>{t('Pause')}</Button>}
      <Button kind="quiet" onClick={() => void giveUp()}>
        {t('Cancel')}
      </Button>
    </ModelRow>
  );
}
