/** Whether the list of shortcuts is open. */
import { create } from 'zustand';

export const useSheet = create<{ open: boolean }>(() => ({ open: false }));

export function openSheet(): void {
  useSheet.setState({ open: true });
}

export function closeSheet(): void {
  useSheet.setState({ open: false });
}
