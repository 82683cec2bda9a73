/** A repository of the hub: looked up first, so that its size and what it is are known before anything is downloaded. */
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { StudioFault } from '../../../contract/errors.ts';
import type { ModelOffer } from '../../../contract/modelsWorker.ts';
import { Button } from '../../../kit/components/Button.tsx';
import { FaultNote } from '../../../kit/components/FaultNote.tsx';
import { Fold } from '../../../kit/components/Fold.tsx';
import { TextField } from '../../../kit/fields/TextField.tsx';
import styles from '../Models.module.css';
import { lookUp, useModels } from '../modelStore.ts';
import { MODEL_WORDS } from '../modelWords.ts';
import { HubOffer } from './HubOffer.tsx';

export function HubSource({ onDone }: { onDone: () => void }) {
  const [repository, setRepository] = useState('');
  const [token, setToken] = useState(useModels.getState().token);
  const [looking, setLooking] = useState(false);
  const [offer, setOffer] = useState<ModelOffer | null>(null);
  const [fault, setFault] = useState<StudioFault | null>(null);
  const leaving = useRef<AbortController | null>(null);
  useEffect(() => () => leaving.current?.abort(), []);

  const edit = (change: () => void) => {
    change();
    setOffer(null);
    setFault(null);
  };
  const look = async (event: FormEvent) => {
    event.preventDefault();
    const controller = new AbortController();
    leaving.current = controller;
    setLooking(true);
    edit(() => {});
    const found = await lookUp({ repository, token }, controller.signal);
    if (controller.signal.aborted) return;
    setLooking(false);
    if (found.ok) setOffer(found.value);
    else setFault(found.fault);
  };
  return (
    <>
      <form className={styles.form} onSubmit={(event) => void look(event)}>
        <TextField
          label="Repository"
          about={MODEL_WORDS.repository}
          value={repository}
          onChange={(text) => edit(() => setRepository(text))}
          placeholder="owner/name, or its address"
        />
        <Fold title="Not public?">
          <TextField
            label="Access token"
            about={MODEL_WORDS.token}
            value={token}
            onChange={(text) => edit(() => setToken(text))}
            secret
          />
        </Fold>
        <Button type="submit" kind={offer ? 'plain' : 'main'} disabled={looking || repository.trim() === ''}>
          {looking ? 'Looking…' : 'Look it up'}
        </Button>
      </form>
      {fault && <FaultNote fault={fault} />}
      {offer && <HubOffer offer={offer} onDone={onDone} />}
    </>
  );
}
