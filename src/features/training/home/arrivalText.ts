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
      return t('“{name}” was in the library already{choice}.', {
        name,
        choice: brought ? t('; {brought} came to it', { brought }) : '',
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
    ...(knownBefore ? [] : counted(losses, 'loss', 'losses')),
    ...counted(checkpoints, 'checkpoint', 'checkpoints'),
    ...(knownBefore ? [] : counted(samples, t('sample picture'), t('sample pictures'))),
  ];
  return listText(parts);
}

const counted = (count: number, one: string, many: string): string[] =>
  count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
