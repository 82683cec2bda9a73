/** What a person writes or pastes to name a repository of a model hub. */
import { studioError } from '../../../src/contract/errors.ts';
import { say } from '../../../src/contract/message.ts';
import { HUGGING_FACE, isThisMachine } from './hubTrust.ts';

/** The revision that a repository has unless another is asked for. */
const MAIN = 'main';
/** Letters of the longest address that is read. */
const LONGEST = 500;
/** An owner or a name; not “.” or “..”, which lead elsewhere. */
const PART = /^(?!\.{1,2}$)[\w.-]{1,96}$/;

export interface HubAddress {
  /** The hub's own address, without a trailing slash. */
  hub: string;
  /** Owner and name. */
  repository: string;
  revision: string;
}

/**
 * Understands `owner/name`, `owner/name@revision`, and addresses of a repository or of a place within it on Hugging Face
 * or on a mirror of it, which is asked over https alone unless it is on this machine.
 * @throws StudioError on anything else
 */
export function parseHubAddress(text: string): HubAddress {
  const typed = text.trim();
  // Half a letter, which no address can carry.
  const whole = !/\p{Cs}/u.test(typed) && typed.length <= LONGEST;
  const address = !whole
    ? null
    : /^(https?:\/\/|(www\.)?(huggingface\.co|hf\.co)\/)/i.test(typed)
      ? fromUrl(typed)
      : fromName(typed);
  const parts = address?.repository.split('/') ?? [];
  if (!address || parts.length !== 2 || !parts.every((part) => PART.test(part)) || !isRevision(address.revision)) {
    throw studioError(
      'bad-setting',
      typed === ''
        ? 'Nothing was entered.'
        : say('“{typed}” is not the name of a model’s repository.', {
            typed: typed.replace(/\p{Cs}/gu, '\ufffd').slice(0, LONGEST),
          }),
      'Enter its owner and its name, such as stable-diffusion-v1-5/stable-diffusion-v1-5, or paste its address.',
    );
  }
  if (!address.hub.startsWith('https:') && !isThisMachine(address.hub)) {
    throw studioError(
      'bad-setting',
      say('{host} would be asked without encryption, where anyone on the way can read and change what is sent.', {
        host: new URL(address.hub).host,
      }),
      'Write its address with https://.',
    );
  }
  return address;
}

/** A branch, a tag or a commit, which may have parts but none that leads elsewhere. */
function isRevision(revision: string): boolean {
  return revision.split('/').every((part) => /^(?!\.{1,2}$)[^\s\p{Cc}\\]+$/u.test(part));
}

function fromName(name: string): HubAddress {
  const [repository = '', ...revision] = name.split('@');
  return { hub: HUGGING_FACE, repository, revision: revision.join('@') || MAIN };
}

function fromUrl(typed: string): HubAddress | null {
  const url = URL.parse(/^https?:/i.test(typed) ? typed : `https://${typed}`);
  const [owner, name, place, revision] = url?.pathname.split('/').filter(Boolean).map(decoded) ?? [];
  if (!url || !owner || !name) return null;
  // Both belong to the same hub, which answers the page only under its full name.
  const hub = /^(www\.)?(huggingface\.co|hf\.co)$/i.test(url.host) ? HUGGING_FACE : url.origin;
  const names = place === 'tree' || place === 'blob' || place === 'resolve';
  return { hub, repository: `${owner}/${name}`, revision: (names && revision) || MAIN };
}

/** A part of an address without its percent signs; as it is where they stand for nothing. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
