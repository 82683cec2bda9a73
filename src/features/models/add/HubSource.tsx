/** A repository of the hub: looked up first, so that its size and what it is are known before anything is downloaded. */
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { ErrorInfo } from '../../../contract/errors.ts';
import type { ModelOffer } from '../../../contract/modelsWorker.ts';
import { Button } from '../../../kit/buttons/Button.tsx';
import { ErrorNote } from '../../../kit/components/ErrorNote.tsx';
import { Fold } from '../../../kit/components/Fold.tsx';
import { TextField } from '../../../kit/fields/TextField.tsx';
import { t } from '../../../kit/language/t.ts';
import { confirmHub } from '../confirmedHubs.ts';
import styles from '../Models.module.css';
import { MODEL_HELP } from '../modelHelp.ts';
import { lookUp, useModels } from '../modelStore.ts';
import { HubOffer } from './HubOffer.tsx';
import { HubQuestion } from './HubQuestion.tsx';

export function HubSource({ onDone }: { onDone: () => void }) {
  const [repository, setRepository] = useState('');
  const [token, setToken] = useState(useModels.getState().token);
  const [looking, setLooking] = useState(false);
  const [offer, setOffer] = useState<ModelOffer | null>(null);
  /** A hub that the person hasn't confirmed yet. */
  const [unknownHub, setUnknownHub] = useState<string | null>(null);
  const [error, setError] = useState<ErrorInfo | null>(null);
  const leaving = useRef<AbortController | null>(null);
  useEffect(() => () => leaving.current?.abort(), []);

  const edit = (change: () => void) => {
    change();
    setOffer(null);
    setUnknownHub(null);
    setError(null);
  };
  const look = async () => {
    const controller = new AbortController();
    leaving.current = controller;
    setLooking(true);
    edit(() => {});
    const found = await lookUp({ repository, token }, controller.signal);
    if (controller.signal.aborted) return;
    setLooking(false);
    if (!found.ok) setError(found.error);
    else if ('unknownHub' in found.value) setUnknownHub(found.value.unknownHub);
    else setOffer(found.value);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void look();
  };
  const confirm = (hub: string) => {
    confirmHub(hub);
    void look();
  };
  return (
    <>
      <form className={styles.form} onSubmit={submit}>
        <TextField
          label={t('Repository')}
          about={MODEL_HELP.repository}
          value={repository}
          onChange={(text) => edit(() => setRepository(text))}
          placeholder={t('owner/name, or its address')}
        />
        <Fold title={t('Not public?')}>
          <TextField
            label={t('Access token')}
            about={MODEL_HELP.token}
            value={token}
            onChange={(text) => edit(() => setToken(text))}
            secret
          />
        </Fold>
        <Button type="submit" kind={offer ? 'plain' : 'main'} disabled={looking || repository.trim() === ''}>
          {looking ? t('Looking…') : t('Look it up')}
        </Button>
      </form>
      {error && <ErrorNote error={error} />}
      {unknownHub !== null && (
        <HubQuestion hub={unknownHub} onConfirm={() => confirm(unknownHub)} onRefuse={() => setUnknownHub(null)} />
      )}
      {offer && <HubOffer offer={offer} onDone={onDone} />}
    </>
  );
}
