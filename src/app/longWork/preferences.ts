/** What a person wants done around long work, over reloads. */
import * as z from 'zod';
import { create } from 'zustand';
import { keepText } from '../../kit/records/keptText.ts';

const KEY = 'weft-long-work';

const Preferences = z.object({
  /** The screen is kept awake while something is computed. */
  awake: z.boolean().catch(true),
  /** The system tells when long work has ended. */
  tell: z.boolean().catch(false),
});

export type Preferences = z.infer<typeof Preferences>;

export function readPreferences(): Preferences {
  try {
    return Preferences.parse(JSON.parse(localStorage.getItem(KEY) ?? '{}'));
  } catch {
    return Preferences.parse({});
  }
}

export const usePreferences = create<Preferences>(readPreferences);

export function setPreference(changed: Partial<Preferences>): void {
  usePreferences.setState(changed);
  keepText(KEY, JSON.stringify(usePreferences.getState()));
}
