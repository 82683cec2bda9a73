/** What the text encoder will see of a prompt that is being typed. */
import { useEffect, useState } from 'react';
import type { PromptCheck } from '../../workers/protocol.ts';
import { checkPrompt } from '../studio/studioClient.ts';
import { useStudio } from './studioStore.ts';

/** Milliseconds of rest in typing before a prompt is checked. */
const REST = 400;

/** The check of a prompt, some moments after it was typed; null until then and while there is no model. */
export function usePromptCheck(prompt: string): PromptCheck | null {
  const ready = useStudio(({ opening }) => opening.state === 'ready');
  const [checked, setChecked] = useState<{ prompt: string; check: PromptCheck } | null>(null);
  useEffect(() => {
    if (!ready) return;
    let current = true;
    const timer = setTimeout(() => {
      // A check is a courtesy: where it fails, drawing itself will say why.
      checkPrompt(prompt).then(
        (check) => current && setChecked({ prompt, check }),
        () => undefined,
      );
    }, REST);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [prompt, ready]);
  return checked?.prompt === prompt ? checked.check : null;
}
