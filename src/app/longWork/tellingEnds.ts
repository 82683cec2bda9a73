/** The system's own note at the end of long work, for whoever is in another window by then. */
import { msg } from '../../contract/message.ts';
import { t } from '../../kit/language/t.ts';
import { setPreference } from './preferences.ts';

const TITLES = { done: msg('Weft is done'), failed: msg('Weft stopped') } as const;

/** Whether the browser has such notes at all. */
export const canTell = (): boolean => 'Notification' in globalThis;

/** To be called when a person asks for it: the browser asks them then. @returns whether there will be notes */
export async function askToTell(): Promise<boolean> {
  const granted = canTell() && (await Notification.requestPermission()) === 'granted';
  setPreference({ tell: granted });
  return granted;
}

/** @param title of the job that ended */
export async function tellEnd(end: keyof typeof TITLES, title: string): Promise<void> {
  if (!canTell() || Notification.permission !== 'granted') return;
  const options = { body: title, icon: './icons/icon-192.png', tag: 'weft-work' };
  try {
    const note = new Notification(t(TITLES[end]), options);
    note.onclick = () => {
      window.focus();
      note.close();
    };
  } catch {
    // Phones show notes of service workers alone.
    const registration = await navigator.serviceWorker?.getRegistration(document.baseURI);
    await registration?.showNotification(t(TITLES[end]), options);
  }
}
