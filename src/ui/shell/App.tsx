import { useEffect, useLayoutEffect } from 'react';
import { useApp } from '../app/useApp';
import { useSession } from '../app/useStudio';
import { Tips } from '../kit/controls/Tips';
import { SchemeContext } from '../kit/scheme';
import { useMedia } from '../kit/useMedia';
import { usePrinting } from '../kit/usePrinting';
import { Boundary } from './Boundary';
import { DropVeil } from './DropVeil';
import { Frame } from './Frame';
import { Notices } from './Notices';
import { Overlays } from './Overlays';
import { Shortcuts } from './Shortcuts';
import { SkipLinks } from './SkipLinks';
import { useOpenAddress } from './useOpenAddress';
import { usePaste } from './usePaste';
import { useReopen } from './useReopen';

/** The application: colour scheme, keys, the one error boundary, and the frame with its rooms. */
export function App() {
  const app = useApp();
  const chosen = useSession((session) => session.theme);
  const systemIsDark = useMedia('(prefers-color-scheme: dark)');
  const printing = usePrinting();
  const scheme = printing ? 'light' : chosen === 'auto' ? (systemIsDark ? 'dark' : 'light') : chosen;
  useLayoutEffect(() => {
    document.documentElement.dataset.scheme = scheme;
  }, [scheme]);
  const presenting = useSession((session) => session.presenting);
  useEffect(() => {
    document.documentElement.toggleAttribute('data-presenting', presenting);
  }, [presenting]);
  useOpenAddress();
  useReopen();
  usePaste();
  useEffect(() => app.autosave.firstDrawn(), [app]);
  return (
    <SchemeContext value={scheme}>
      <Boundary>
        <SkipLinks />
        <Frame />
        <Overlays />
        <Shortcuts />
        <Notices />
        <DropVeil />
        <Tips />
      </Boundary>
    </SchemeContext>
  );
}
