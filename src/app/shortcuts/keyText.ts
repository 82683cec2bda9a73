/** Keys as they stand on a keyboard. */
import { t } from '../../kit/language/t.ts';

/** The keys of a shortcut one by one, e.g. `['Ctrl', 'Shift', 'Z']`. @param mac whether ⌘ stands for Ctrl */
export function keysText(keys: string, mac: boolean): string[] {
  return keys.split('+').map((key) => {
    if (key === '$mod') return mac ? '⌘' : t('Ctrl');
    if (key === 'Shift') return mac ? '⇧' : t('Shift');
    return key.length === 1 || key.startsWith('Digit') ? key.replace(/^Digit/, '').toUpperCase() : key;
  });
}

/** Whether this is a machine whose shortcuts begin with ⌘, as tinykeys takes it. */
export const isMac = (): boolean => /Mac|iPod|iPhone|iPad/.test(navigator.platform);
