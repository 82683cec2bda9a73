/** The model that comes with the studio: always there. */
import { Button } from '../../kit/buttons/Button.tsx';
import { t } from '../../kit/language/t.ts';
import { STARTER } from '../../session/modelChoice.ts';
import { switchModel } from '../../session/studioStore.ts';
import { ModelRow } from './ModelRow.tsx';
import { useModelState } from './useModelState.ts';

export function StarterRow() {
  const state = useModelState(STARTER.ref);
  return (
    <ModelRow name={t('Starter')} facts={t('Small, quick, comes with the studio · 128 px')} state={state}>
      {state === undefined && (
        <Button aria-label={t('Use the starter')} onClick={() => void switchModel(STARTER)}>
          {t('Use this model')}
        </Button>
      )}
    </ModelRow>
  );
}
