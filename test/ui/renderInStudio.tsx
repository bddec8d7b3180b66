import { pageApp as app } from '../../src/state/pageApp';
import './browserParts';
import { MantineProvider } from '@mantine/core';
import { configure, render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { theme } from '../../src/ui/kit/theme';

// Lazy chunks take longer than Testing Library's second on a busy machine.
configure({ asyncUtilTimeout: 10_000 });

/** Renders a room on the real stores, at X3D-S with nothing to undo. */
export function renderInStudio(room: ReactNode) {
  app.document.choosePreset('S');
  app.document.history.setState({ past: [], future: [] });
  return render(
    <MantineProvider theme={theme} env="test">
      {room}
    </MantineProvider>,
  );
}
