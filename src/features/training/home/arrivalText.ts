/** What a run brought, in words. */
import { listText } from '../../../kit/text/listText.ts';
import type { Arrival } from './homeState.ts';

export function arrivalText(arrival: Arrival): string {
  const { name, outcome, knownBefore, step, steps } = arrival;
  const brought = broughtText(arrival);
  switch (outcome) {
    case 'adapter':
    case 'word':
      if (!knownBefore)
        return `“${name}” is in the library, as learnt in ${step} steps${brought && `, with ${brought}`}.`;
      return `“${name}” was in the library already${brought ? `; ${brought} came to it` : ''}.`;
    case 'unfinished':
      return `“${name}” can be gone on with from step ${step} of ${steps}${brought && `, with ${brought}`}.`;
    case 'nothing':
      return knownBefore
        ? `“${name}” is as far here as it came there: nothing was taken.`
        : `“${name}” brought nothing that can be used.`;
  }
}

function broughtText({ losses, checkpoints, samples, knownBefore }: Arrival): string {
  const parts = [
    ...(knownBefore ? [] : counted(losses, 'loss', 'losses')),
    ...counted(checkpoints, 'checkpoint', 'checkpoints'),
    ...(knownBefore ? [] : counted(samples, 'sample picture', 'sample pictures')),
  ];
  return listText(parts);
}

const counted = (count: number, one: string, many: string): string[] =>
  count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
