import './browserParts';
import { MantineProvider } from '@mantine/core';
import { configure, render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { choosePreset, historyStore } from '../../src/state/document/document';
import { theme } from '../../src/ui/kit/theme';

// Lazy chunks take longer than Testing Library's second on a busy machine.
configure({ asyncUtilTimeout: 10_000 });

/** Renders a room on the real stores, at X3D-S with nothing to undo. */
export function renderInStudio(room: ReactNode) {
  choosePreset('S');
  historyStore.getState().clear();
  return render(
    <MantineProvider theme={theme} env="test">
      {room}
    </MantineProvider>,
  );
}
