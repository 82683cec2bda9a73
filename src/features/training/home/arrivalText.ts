/** What a run brought, in words. */
import { t } from '../../../kit/language/t.ts';
import { listText } from '../../../kit/text/listText.ts';
import type { Arrival } from './homeState.ts';

export function arrivalText(arrival: Arrival): string {
  const { name, outcome, knownBefore, step, steps } = arrival;
  const brought = broughtText(arrival);
  switch (outcome) {
    case 'adapter':
    case 'word':
      if (!knownBefore)
        return t('“{name}” is in the library, as learnt in {step} steps{brought}.', {
          name,
          step,
          brought: brought && t(', with {brought}', { brought }),
        });
      return t('“{name}” was in the library already{more}.', {
        name,
        more: brought ? t('; {brought} came to it', { brought }) : '',
      });
    case 'unfinished':
      return t('“{name}” can be gone on with from step {step} of {steps}{brought}.', {
        name,
        step,
        steps,
        brought: brought && t(', with {brought}', { brought }),
      });
    case 'nothing':
      return knownBefore
        ? t('“{name}” is as far here as it came there: nothing was taken.', { name })
        : t('“{name}” brought nothing that can be used.', { name });
  }
}

function broughtText({ losses, checkpoints, samples, knownBefore }: Arrival): string {
  const parts = [
    losses > 0 && !knownBefore && t('{losses} {losses, plural, one {loss} other {losses}}', { losses }),
    checkpoints > 0 && t('{checkpoints} {checkpoints, plural, one {checkpoint} other {checkpoints}}', { checkpoints }),
    samples > 0 && !knownBefore && t('{samples} sample {samples, plural, one {picture} other {pictures}}', { samples }),
  ];
  return listText(parts.filter((part) => part !== false));
}
