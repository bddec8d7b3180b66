import { MantineProvider } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useEffect } from 'react';
import { useApp } from '../app/useApp';
import { useSession } from '../app/useStudio';
import { theme } from '../kit/theme';
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
  const systemIsDark = useMediaQuery('(prefers-color-scheme: dark)', false, { getInitialValueInEffect: false });
  const printing = usePrinting();
  const scheme = printing ? 'light' : chosen === 'auto' ? (systemIsDark ? 'dark' : 'light') : chosen;
  const presenting = useSession((session) => session.presenting);
  useEffect(() => {
    document.documentElement.toggleAttribute('data-presenting', presenting);
  }, [presenting]);
  useOpenAddress();
  useReopen();
  usePaste();
  useEffect(() => app.autosave.firstDrawn(), [app]);
  return (
    <MantineProvider theme={theme} forceColorScheme={scheme}>
      <Boundary>
        <SkipLinks />
        <Frame />
        <Overlays />
        <Shortcuts />
        <Notices />
        <DropVeil />
      </Boundary>
    </MantineProvider>
  );
}
