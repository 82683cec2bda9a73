/** Takes a run to other engines and machines: one press writes all that they need. */
import { PackageOpen } from 'lucide-react';
import { Button } from '../../../kit/buttons/Button.tsx';
import { ErrorNote } from '../../../kit/components/ErrorNote.tsx';
import { ProgressBar } from '../../../kit/components/ProgressBar.tsx';
import { sizeText } from '../../../kit/text/sizeText.ts';
import { dismissBundle, giveUpBundle, goOnElsewhere, useElsewhere, type Writing } from './elsewhereStore.ts';
import type { Going } from './going.ts';

/** @param going null while the form has no settings that a run could have */
export function GoOnElsewhere({ going }: { going: Going | null }) {
  const writing = useElsewhere(({ of, writing }) => (of === (going?.record?.id ?? null) ? writing : null));
  const busy = useElsewhere(({ writing: current }) => current.state === 'writing');
  return (
    <>
      {writing?.state === 'writing' ? (
        <Button kind="quiet" onClick={giveUpBundle}>
          Stop writing
        </Button>
      ) : (
        <Button
          kind="quiet"
          // The form's own may stand beside a paused run's.
          {...(going?.record && { 'aria-label': `Go on elsewhere with “${going.settings.adapterName}”` })}
          disabled={!going || busy}
          onClick={() => going && void goOnElsewhere(going)}
        >
          <PackageOpen aria-hidden size={16} />
          Go on elsewhere
        </Button>
      )}
      {writing && <Course writing={writing} />}
    </>
  );
}

function Course({ writing }: { writing: Writing }) {
  switch (writing.state) {
    case 'idle':
      return null;
    case 'writing': {
      const { done, total } = writing;
      return <ProgressBar label="Writing the bundle" fraction={total === 0 ? null : done / total} />;
    }
    case 'failed':
      return <ErrorNote error={writing.error} onDismiss={dismissBundle} />;
    case 'written':
      return (
        <p role="status">
          {writing.fileName} is written ({sizeText(writing.bytes)}).{' '}
          {writing.refusing.length > 0 && `This run is not for ${listed(writing.refusing)}: their folders say why. `}
          NOT_CARRIED.md in it tells what each engine does otherwise.
        </p>
      );
  }
}

/** `a, b and c` */
function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
