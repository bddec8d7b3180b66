// @vitest-environment jsdom

import { cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type App, createApp } from '../../../src/state/app';
import { LeftOut } from '../../../src/ui/shell/LeftOut';
import { renderInStudio } from '../renderInStudio';

let app: App;
beforeEach(() => {
  app = createApp();
});

afterEach(cleanup);

test('what a link left out is named, and shown again', async () => {
  app.session.setState({ hidden: ['totals', 'dock', 'of another version'] });
  renderInStudio(app, <LeftOut />);
  expect(screen.getByText('Left out by the link: Totals in the header, Dock')).toBeDefined();
  await userEvent.click(screen.getByRole('button', { name: 'Show all' }));
  expect(app.session.getState().hidden).toEqual([]);
  expect(screen.queryByRole('region', { name: 'Left out' })).toBeNull();
});
