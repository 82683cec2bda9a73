/** Takes a run to other engines and machines: one press writes all that they need. */
import { PackageOpen } from 'lucide-react';
import { asIs, msg } from '../../../contract/message.ts';
import { Button } from '../../../kit/buttons/Button.tsx';
import { ErrorNote } from '../../../kit/components/ErrorNote.tsx';
import { Fold } from '../../../kit/components/Fold.tsx';
import { ProgressBar } from '../../../kit/components/ProgressBar.tsx';
import { TextField } from '../../../kit/fields/TextField.tsx';
import type { Explanation } from '../../../kit/help/explanation.ts';
import { t } from '../../../kit/language/t.ts';
import { listText } from '../../../kit/text/listText.ts';
import { sizeText } from '../../../kit/text/sizeText.ts';
import { dismissBundle, giveUpBundle, goOnElsewhere, setBase, useElsewhere, type Writing } from './elsewhereStore.ts';
import { type Going, placeOf } from './going.ts';

interface GoOnElsewhereProps {
  /** Null while the form has no settings that a run could have. */
  going: Omit<Going, 'base'> | null;
  label?: string;
}

export function GoOnElsewhere({ going, label = t('Go on elsewhere') }: GoOnElsewhereProps) {
  const writing = useElsewhere(({ of, writing }) => (of === placeOf(going) ? writing : null));
  const base = useElsewhere((state) => state.base);
  const busy = useElsewhere(({ writing: current }) => current.state === 'writing');
  return (
    <>
      {writing?.state === 'writing' ? (
        <Button kind="quiet" onClick={giveUpBundle}>
          {t('Stop writing')}
        </Button>
      ) : (
        <Button
          kind="quiet"
          // The form's own may stand beside a paused run's.
          {...(going?.record && {
            'aria-label': t('Go on elsewhere with “{adapterName}”', { adapterName: going.settings.adapterName }),
          })}
          disabled={!going || busy}
          onClick={() => going && void goOnElsewhere({ ...going, base: going.record ? '' : base.trim() })}
        >
          <PackageOpen aria-hidden size={16} />
          {label}
        </Button>
      )}
      {!going?.record && !going?.sweep && <OtherBase base={base} />}
      {writing && <Course writing={writing} sweep={going?.sweep !== undefined} />}
    </>
  );
}

/** A run that has begun stays with its model. */
function OtherBase({ base }: { base: string }) {
  return (
    <Fold title={t('Elsewhere, on Stable Diffusion XL')}>
      <TextField
        label={t('Base model for the runner')}
        hint={t(
          'Its repository on the hub; empty for the open model. XL learns well with a learning rate of about 0.0001.',
        )}
        about={BASE_HELP}
        value={base}
        onChange={setBase}
        placeholder={t('owner/name, or its address')}
      />
    </Fold>
  );
}

const BASE_HELP: Explanation = {
  does: msg(
    'Writes the bundle for a run on Stable Diffusion XL, which draws larger and finer than what this studio opens. Weft’s own runner trains it, on a machine with a GPU of 24 GB. The hub is asked for the names and digests of its files; the weights are fetched where the run is.',
  ),
  usual: asIs('stabilityai/stable-diffusion-xl-base-1.0'),
};

function Course({ writing, sweep }: { writing: Writing; sweep: boolean }) {
  switch (writing.state) {
    case 'idle':
      return null;
    case 'writing': {
      const { done, total } = writing;
      return <ProgressBar label={t('Writing the bundle')} fraction={total === 0 ? null : done / total} />;
    }
    case 'failed':
      return <ErrorNote error={writing.error} onDismiss={dismissBundle} />;
    case 'written':
      if (sweep) {
        return (
          <p role="status">
            {t('{fileName} is written ({size}). Unpack it and run “weft-runner sweep .” in its folder.', {
              fileName: writing.fileName,
              size: sizeText(writing.bytes),
            })}
          </p>
        );
      }
      return (
        <p role="status">
          {t('{fileName} is written ({size}).', { fileName: writing.fileName, size: sizeText(writing.bytes) })}{' '}
          {writing.refusing.length > 0 &&
            t('This run is not for {list}: their folders say why. ', { list: listText(writing.refusing) })}
          {t('NOT_CARRIED.md in it tells what each engine does otherwise.')}
        </p>
      );
  }
}
