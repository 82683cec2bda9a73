/** What a drawn picture can be used for in other panels: the shell says it, since no panel knows another. */

import type { LucideIcon } from 'lucide-react';
import { createContext } from 'react';
import type { CreateSettings } from '../../../contract/drawing.ts';
import type { Message } from '../../../contract/message.ts';
import type { DrawnOver, NamedAdapter } from '../settings/settingsText.ts';

/** What it takes to draw a picture again. */
export interface UsablePicture {
  settings: CreateSettings;
  adapters: readonly NamedAdapter[];
  /** What it was drawn over. */
  over?: DrawnOver | undefined;
}

export interface PictureUse {
  name: Message;
  icon: LucideIcon;
  use: (picture: UsablePicture) => void;
}

export const PictureUses = createContext<readonly PictureUse[]>([]);
