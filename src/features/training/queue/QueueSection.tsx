/** The queue of runs: what waits, in which order, and what can be done about it. */
import { Pause, Play } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../kit/buttons/Button.tsx';
import { t } from '../../../kit/language/t.ts';
import styles from './Queue.module.css';
import { QueueRow } from './QueueRow.tsx';
import { useQueue } from './queueHere.ts';
import { isWaiting, standing } from './queueState.ts';
import { goOnWithQueue, holdQueue, moveInQueue, putInQueue, removeFromQueue } from './queueStore.ts';
import { queueText } from './queueText.ts';

export function QueueSection() {
  const state = useQueue();
  const { items, head, trains } = state;
  const [moved, setMoved] = useState('');
  const [dragged, setDragged] = useState<string | null>(null);
  if (items.length === 0) return null;
  const waiting = items.filter((item) => isWaiting(item) && item.id !== head.after);
  const brokenOff = head.after !== null && trains === 'nobody';
  const move = (id: string, by: -1 | 1) => {
    const place = items.findIndex((item) => item.id === id) + by;
    if (place < 0 || place >= items.length) return;
    moveInQueue(id, by);
    setMoved(
      t('“{adapterName}” is number {place} of {items}.', {
        adapterName: items.find((item) => item.id === id)?.settings.adapterName,
        place: place + 1,
        items: items.length,
      }),
    );
  };
  return (
    <section className={styles.queue} aria-labelledby="queue">
      <div className={styles.head}>
        <h2 id="queue">{t('Queue')}</h2>
        {head.held || brokenOff ? (
          <Button onClick={goOnWithQueue}>
            <Play aria-hidden size={16} />
            {t('Go on with the queue')}
          </Button>
        ) : (
          <Button onClick={holdQueue}>
            <Pause aria-hidden size={16} />
            {t('Pause the queue')}
          </Button>
        )}
      </div>
      <p className={styles.facts} role="status">
        {queueText(state)}
      </p>
      <p className="visuallyHidden" role="status">
        {moved}
      </p>
      <ol className={styles.items} aria-label={t('Runs in the queue')}>
        {items.map((item) => (
          <li
            key={item.id}
            className={styles.item}
            data-dragged={dragged === item.id || undefined}
            draggable
            onDragStart={(event) => {
              // Firefox drags nothing that has no data.
              event.dataTransfer.setData('text/x-weft-run', item.id);
              setDragged(item.id);
            }}
            onDragEnd={() => setDragged(null)}
            onDragOver={(event) => dragged !== null && event.preventDefault()}
            onDrop={(event) => {
              if (dragged === null) return;
              event.preventDefault();
              const places = items.map(({ id }) => id);
              const down = places.indexOf(dragged) < places.indexOf(item.id);
              if (dragged !== item.id)
                putInQueue(dragged, down ? (places[places.indexOf(item.id) + 1] ?? null) : item.id);
            }}
          >
            <QueueRow item={item} standing={standing(state, item)} onMove={(by) => move(item.id, by)} />
          </li>
        ))}
      </ol>
      {waiting.length > 1 && (
        <Button
          kind="quiet"
          className={styles.all ?? ''}
          onClick={() =>
            void removeFromQueue(
              waiting.map(({ id }) => id),
              t('{waiting} runs were taken', { waiting: waiting.length }),
            )
          }
        >
          {t('Remove all that wait')}
        </Button>
      )}
    </section>
  );
}
