/** The models: the starter and those that were added, which one is open, and what room they take. */
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../kit/buttons/Button.tsx';
import { ErrorNote } from '../../kit/components/ErrorNote.tsx';
import { AddModelDialog } from './add/AddModelDialog.tsx';
import styles from './Models.module.css';
import { dismissRemark, useModels } from './modelStore.ts';
import { StarterRow } from './StarterRow.tsx';
import { StorageBar } from './StorageBar.tsx';
import { StoredRow } from './StoredRow.tsx';
import { TaskRow } from './TaskRow.tsx';
import { UnfinishedRow } from './UnfinishedRow.tsx';

export function ModelsSection() {
  const { kept, task, remarks } = useModels();
  const [adding, setAdding] = useState(false);
  const unfinished = kept?.unfinished.filter(({ model }) => model.id !== task?.id) ?? [];
  return (
    <section className={styles.section} aria-labelledby="models">
      <div className={styles.top}>
        <h2 id="models">Models</h2>
        <Button onClick={() => setAdding(true)}>
          <Plus aria-hidden size={18} />
          Add a model
        </Button>
      </div>
      {remarks.map(({ id, name, tone, error }) => (
        <ErrorNote key={id} error={error} subject={name} tone={tone} onDismiss={() => dismissRemark(id)} />
      ))}
      <ul className={styles.rows} aria-label="Models">
        {task && task.kind !== 'check' && <TaskRow task={task} />}
        {unfinished.map((one) => (
          <UnfinishedRow key={one.model.id} unfinished={one} />
        ))}
        {kept?.models.map((model) => (
          <StoredRow key={model.id} model={model} />
        ))}
        <StarterRow />
      </ul>
      {kept && <StorageBar kept={kept} />}
      {adding && <AddModelDialog onClose={() => setAdding(false)} />}
    </section>
  );
}
