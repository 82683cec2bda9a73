/** Asks whether an adapter is to be used without the layers that the model doesn't have. */
import { Button } from '../../../kit/buttons/Button.tsx';
import { Dialog } from '../../../kit/dialogs/Dialog.tsx';
import type { LayersQuestion } from './importState.ts';
import styles from './UnknownLayersDialog.module.css';

export function UnknownLayersDialog({ name, fitting, unknown, answer }: LayersQuestion) {
  const [those, them] = unknown.length === 1 ? ['one layer', 'it'] : [`${unknown.length} layers`, 'them'];
  return (
    <Dialog
      title="Not all of it fits"
      description={
        <p>
          {name} changes {those} that the open model doesn’t have. Without {them} it draws differently from what its
          maker saw.
        </p>
      }
      onClose={() => answer(false)}
      actions={
        <>
          <Button kind="main" onClick={() => answer(true)}>
            {fitting === 1 ? 'Use the one layer that fits' : `Use the ${fitting} layers that fit`}
          </Button>
          <Button onClick={() => answer(false)}>Leave it</Button>
        </>
      }
    >
      {/* A list that scrolls has to be reachable by keyboard. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
      <ul className={styles.layers} aria-label="Layers that don’t fit" tabIndex={0}>
        {unknown.map((layer) => (
          <li key={layer}>{layer}</li>
        ))}
      </ul>
    </Dialog>
  );
}
