/** What the settings take of the GPU's memory, and the nearest ones that fit, with a button that applies them. */
import { useState } from 'react';
import type { MemoryChange, PlannedMemory } from '../../contract/memory.ts';
import { Button } from '../../kit/buttons/Button.tsx';
import { ErrorNote } from '../../kit/components/ErrorNote.tsx';
import { Fold } from '../../kit/components/Fold.tsx';
import { NumberField } from '../../kit/fields/NumberField.tsx';
import { t } from '../../kit/language/t.ts';
import { sizeText } from '../../kit/text/sizeText.ts';
import { useStudio } from '../../session/studioStore.ts';
import { MEMORY_HELP } from './memoryHelp.ts';
import { changeText, type PlannedWork, sayMemoryBudget, useMemoryBudget, useMemoryPlan } from './memoryPlan.ts';

interface MemoryPlanProps {
  /** Null where the settings don't hold. */
  work: PlannedWork | null;
  onChange: (change: MemoryChange) => void;
}

/** Below this nobody has to think of memory: it is told only to those who ask. */
const WORTH_TELLING = 1e9;

export function MemoryPlan({ work, onChange }: MemoryPlanProps) {
  const plan = useMemoryPlan(work);
  const { gigabytes, guessed } = useMemoryBudget();
  const onGpu = useStudio(({ opening }) => opening.state === 'ready' && opening.model.device.kind === 'webgpu');
  if (!onGpu) return null;
  const over = plan !== null && plan.bytes > gigabytes * 1e9;
  const figure = plan && !over && (
    <p>
      {t('GPU memory: {size} at its highest, of {gigabytes} GB', { size: sizeText(plan.bytes), gigabytes })}
      {guessed && t(' that are guessed')}.
    </p>
  );
  const worthTelling = plan !== null && plan.bytes >= WORTH_TELLING;
  return (
    <>
      {over && <TooMuch plan={plan} gigabytes={gigabytes} onChange={onChange} />}
      {worthTelling && figure}
      {/* Stays in its place while a plan is worked out: it may be where a person is typing. */}
      <Fold title={t('Memory of this GPU')}>
        {!worthTelling && figure}
        <BudgetField />
      </Fold>
    </>
  );
}

interface TooMuchProps extends Pick<MemoryPlanProps, 'onChange'> {
  plan: PlannedMemory;
  gigabytes: number;
}

function TooMuch({ plan: { bytes, proposal }, gigabytes, onChange }: TooMuchProps) {
  return (
    <ErrorNote
      tone="warning"
      error={{
        message: t('This takes {size} of the GPU’s memory, more than its {gigabytes} GB.', {
          size: sizeText(bytes),
          gigabytes,
        }),
        advice: proposal
          ? t('With {change} it takes {size}.', { change: changeText(proposal.change), size: sizeText(proposal.bytes) })
          : t('No setting here takes as little as that: choose a smaller model, or correct the figure below.'),
      }}
    >
      {proposal && (
        <Button kind="plain" onClick={() => onChange(proposal.change)}>
          {t('Change to {change}', { change: changeText(proposal.change) })}
        </Button>
      )}
    </ErrorNote>
  );
}

function BudgetField() {
  const { gigabytes } = useMemoryBudget();
  const [typed, setTyped] = useState(String(gigabytes));
  const [wrong, setWrong] = useState(false);
  return (
    <NumberField
      label={t('GPU memory (GB)')}
      about={MEMORY_HELP.budget}
      hint={t('Browsers don’t tell how much there is. Your graphics card’s papers do, or the system’s task manager.')}
      error={wrong ? t('Give a number of gigabytes.') : undefined}
      step="any"
      value={typed}
      onChange={(text) => {
        setTyped(text);
        setWrong(!sayMemoryBudget(Number(text)));
      }}
    />
  );
}
