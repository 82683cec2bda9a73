/** Whether an adapter makes a few steps enough: its file may not say, and its person may know better. */
import { CheckField } from '../../../kit/fields/CheckField.tsx';
import { t } from '../../../kit/language/t.ts';
import { LIBRARY_HELP } from '../libraryHelp.ts';
import type { KeptAdapter } from '../libraryState.ts';
import { setFewSteps } from '../libraryStore.ts';

export function FewStepsField({ record: { id, fewSteps } }: { record: KeptAdapter }) {
  return (
    <CheckField
      label={t('Draws in a few steps')}
      about={LIBRARY_HELP.fewSteps}
      value={String(fewSteps)}
      onChange={(value) => void setFewSteps(id, value === 'true')}
      hint={t('An LCM-LoRA. It is offered wherever pictures are drawn.')}
    />
  );
}
