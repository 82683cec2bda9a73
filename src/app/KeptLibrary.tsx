/** The library with the backup of all that is kept, which knows every panel's records. */
import { LibraryPanel } from '../features/library/LibraryPanel.tsx';
import { BackupSection } from './backup/BackupSection.tsx';

export function KeptLibrary() {
  return <LibraryPanel backup={<BackupSection />} />;
}
