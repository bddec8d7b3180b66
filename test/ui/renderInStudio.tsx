import './browserParts';
import { MantineProvider } from '@mantine/core';
import { configure, render } from '@testing-library/react';
import type { ReactNode } from 'react';
import type { App } from '../../src/state/app';
import { AppContext } from '../../src/ui/app/useApp';
import { theme } from '../../src/ui/kit/theme';

// Lazy chunks take longer than Testing Library's second on a busy machine.
configure({ asyncUtilTimeout: 10_000 });

/** Renders a room of an app. */
export function renderInStudio(app: App, room: ReactNode) {
  return render(
    <AppContext value={app}>
      <MantineProvider theme={theme} env="test">
        {room}
      </MantineProvider>
    </AppContext>,
  );
}
