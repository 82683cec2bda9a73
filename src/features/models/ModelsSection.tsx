/** The models: the starter and those that were added, which one is open, and what room they take. */
import { Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { msg } from '../../contract/message.ts';
import type { StoredModel } from '../../contract/models.ts';
import { Button } from '../../kit/buttons/Button.tsx';
import { ErrorBoundary } from '../../kit/components/ErrorBoundary.tsx';
import { ErrorNote } from '../../kit/components/ErrorNote.tsx';
import { lazyPart } from '../../kit/components/lazyPart.tsx';
import { t } from '../../kit/language/t.ts';
import styles from './Models.module.css';
import { dismissRemark, remove, useModels } from './modelStore.ts';
import { StarterRow } from './StarterRow.tsx';
import { StorageBar } from './StorageBar.tsx';
import { StoredRow } from './StoredRow.tsx';
import { TaskRow } from './TaskRow.tsx';
import { UnfinishedRow } from './UnfinishedRow.tsx';

/** Only those who add a model need it. */
const AddModelDialog = lazyPart(
  msg('Adding a model'),
  async () => (await import('./add/AddModelDialog.tsx')).AddModelDialog,
);

export function ModelsSection() {
  const { kept, task, remarks } = useModels();
  const [adding, setAdding] = useState(false);
  const unfinished = kept?.unfinished.filter(({ model }) => model.id !== task?.id) ?? [];
  return (
    <section className={styles.section} aria-labelledby="models">
      <div className={styles.top}>
        <h2 id="models">{t('Models')}</h2>
        <Button onClick={() => setAdding(true)}>
          <Plus aria-hidden size={18} />
          {t('Add a model')}
        </Button>
      </div>
      {remarks.map(({ id, name, tone, error }) => (
        <ErrorNote key={id} error={error} subject={name} tone={tone} onDismiss={() => dismissRemark(id)} />
      ))}
      <ul className={styles.rows} aria-label={t('Models')}>
        {task && task.kind !== 'check' && <TaskRow task={task} />}
        {unfinished.map((one) => (
          <HeldRow key={one.model.id} model={one.model}>
            <UnfinishedRow unfinished={one} />
          </HeldRow>
        ))}
        {kept?.models.map((model) => (
          <HeldRow key={model.id} model={model}>
            <StoredRow model={model} />
          </HeldRow>
        ))}
        <StarterRow />
      </ul>
      {kept && <StorageBar kept={kept} />}
      {adding && <AddModelDialog onClose={() => setAdding(false)} />}
    </section>
  );
}

/** A row whose failure stays its own. */
function HeldRow({ model, children }: { model: StoredModel; children: ReactNode }) {
  return (
    <ErrorBoundary
      what={t('The model “{name}”', { name: model.name })}
      actions={<Button onClick={() => void remove(model)}>{t('Remove it')}</Button>}
      frame={(note) => <li className={styles.row}>{note}</li>}
    >
      {children}
    </ErrorBoundary>
  );
}
