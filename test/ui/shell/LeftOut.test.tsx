// @vitest-environment jsdom

import { cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test } from 'vitest';
import { pageApp as app } from '../../../src/state/pageApp';
import { LeftOut } from '../../../src/ui/shell/LeftOut';
import { renderInStudio } from '../renderInStudio';

afterEach(cleanup);

test('what a link left out is named, and shown again', async () => {
  app.session.setState({ hidden: ['totals', 'dock', 'of another version'] });
  renderInStudio(<LeftOut />);
  expect(screen.getByText('Left out by the link: Totals in the header, Dock')).toBeDefined();
  await userEvent.click(screen.getByRole('button', { name: 'Show all' }));
  expect(app.session.getState().hidden).toEqual([]);
  expect(screen.queryByRole('region', { name: 'Left out' })).toBeNull();
});
