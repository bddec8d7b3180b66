import { MantineProvider } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { OpenNotice } from '../checkpoint/OpenNotice';
import { theme } from '../kit/theme';
import { useSession } from '../kit/useStudio';
import { Boundary } from './Boundary';
import { DropVeil } from './DropVeil';
import { Frame } from './Frame';
import { Notices } from './Notices';
import { Overlays } from './Overlays';
import { useOpenAddress } from './useOpenAddress';
import { useShortcuts } from './useShortcuts';

/** The application: colour scheme, shortcuts, the one error boundary, and the frame with its rooms. */
export function App() {
  const chosen = useSession((session) => session.theme);
  const systemIsDark = useMediaQuery('(prefers-color-scheme: dark)', false, { getInitialValueInEffect: false });
  const scheme = chosen === 'auto' ? (systemIsDark ? 'dark' : 'light') : chosen;
  useShortcuts();
  useOpenAddress();
  return (
    <MantineProvider theme={theme} forceColorScheme={scheme}>
      <Boundary>
        <Frame />
        <Overlays />
        <Notices />
        <OpenNotice />
        <DropVeil />
      </Boundary>
    </MantineProvider>
  );
}
