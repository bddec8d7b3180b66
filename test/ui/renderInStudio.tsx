import './browserParts';
import { configure, render } from '@testing-library/react';
import type { ReactNode } from 'react';
import type { App } from '../../src/state/app';
import { AppContext } from '../../src/ui/app/useApp';

// Lazy chunks take longer than Testing Library's second on a busy machine.
configure({ asyncUtilTimeout: 10_000 });

/** Renders a room of an app. */
export function renderInStudio(app: App, room: ReactNode) {
  return render(<AppContext value={app}>{room}</AppContext>);
}
