/** What the settings take of the GPU's memory, and the nearest ones that fit, with a button that applies them. */
import { useState } from 'react';
import type { MemoryChange } from '../../../workers/protocol.ts';
import { Button } from '../../components/Button.tsx';
import { FaultNote } from '../../components/FaultNote.tsx';
import { Fold } from '../../components/Fold.tsx';
import { NumberField } from '../../components/NumberField.tsx';
import {
  changeText,
  type PlannedWork,
  sayMemoryBudget,
  useMemoryBudget,
  useMemoryPlan,
} from '../../stores/memoryPlan.ts';
import { sizeText } from '../../stores/sizeText.ts';
import { MEMORY_WORDS } from '../../words/memoryWords.ts';

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
  if (!plan) return null;
  const text = `GPU memory: ${sizeText(plan.bytes)} at its highest, of ${gigabytes} GB${guessed ? ' that are guessed' : ''}.`;
  const over = plan.bytes > gigabytes * 1e9;
  return (
    <>
      {over && (
        <FaultNote
          tone="warning"
          fault={{
            message: `This takes ${sizeText(plan.bytes)} of the GPU’s memory, more than its ${gigabytes} GB.`,
            advice: plan.proposal
              ? `With ${changeText(plan.proposal.change)} it takes ${sizeText(plan.proposal.bytes)}.`
              : 'No setting here takes as little as that: choose a smaller model, or correct the figure below.',
          }}
        >
          {plan.proposal && (
            <Button kind="plain" onClick={() => plan.proposal && onChange(plan.proposal.change)}>
              Change to {changeText(plan.proposal.change)}
            </Button>
          )}
        </FaultNote>
      )}
      {!over && plan.bytes >= WORTH_TELLING && <p>{text}</p>}
      <Fold title="Memory of this GPU">
        {!over && plan.bytes < WORTH_TELLING && <p>{text}</p>}
        <BudgetField />
      </Fold>
    </>
  );
}

function BudgetField() {
  const { gigabytes } = useMemoryBudget();
  const [typed, setTyped] = useState(String(gigabytes));
  const [wrong, setWrong] = useState(false);
  return (
    <NumberField
      label="GPU memory (GB)"
      about={MEMORY_WORDS.budget}
      hint="Browsers don’t tell how much there is. Your graphics card’s papers do, or the system’s task manager."
      error={wrong ? 'Give a number of gigabytes.' : undefined}
      step="any"
      value={typed}
      onChange={(text) => {
        setTyped(text);
        setWrong(!sayMemoryBudget(Number(text)));
      }}
    />
  );
}
