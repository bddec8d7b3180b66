import { MantineProvider } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { theme } from '../kit/theme';
import { useSession } from '../kit/useStudio';
import { Boundary } from './Boundary';
import { DropVeil } from './DropVeil';
import { Frame } from './Frame';
import { Notices } from './Notices';
import { Overlays } from './Overlays';
import { Shortcuts } from './Shortcuts';
import { useOpenAddress } from './useOpenAddress';
import { usePaste } from './usePaste';

/** The application: colour scheme, keys, the one error boundary, and the frame with its rooms. */
export function App() {
  const chosen = useSession((session) => session.theme);
  const systemIsDark = useMediaQuery('(prefers-color-scheme: dark)', false, { getInitialValueInEffect: false });
  const scheme = chosen === 'auto' ? (systemIsDark ? 'dark' : 'light') : chosen;
  useOpenAddress();
  usePaste();
  return (
    <MantineProvider theme={theme} forceColorScheme={scheme}>
      <Boundary>
        <Frame />
        <Overlays />
        <Shortcuts />
        <Notices />
        <DropVeil />
      </Boundary>
    </MantineProvider>
  );
}
