/** Keeps the tab's title and icon as the work goes. */
import { useEffect } from 'react';
import { useStudio } from '../../session/studioStore.ts';
import { tabIcon, tabTitle } from './tabText.ts';
import { useWork } from './watchLongWork.ts';

/** @param panel the open panel's name */
export function useTab(panel: string): void {
  const job = useStudio((state) => state.job);
  const unseen = useWork((state) => state.unseen);
  const title = tabTitle(panel, job, unseen);
  const icon = tabIcon(job, unseen);
  useEffect(() => {
    document.title = title;
  }, [title]);
  useEffect(() => {
    document.querySelector('link[rel=icon]')?.setAttribute('href', icon);
  }, [icon]);
}
