import { SECTIONS } from '../../present/formSections';
import type { Hideable } from '../lessons/TeachDialog';
import { DOCK_TABS } from './dockTabs';

/** What a link for a class can leave out of the screen: the names are the link's. */
export const HIDEABLE: readonly Hideable[] = [
  { name: 'totals', label: 'Totals in the header', group: 'Header' },
  { name: 'explore', label: 'Explore', group: 'Header' },
  { name: 'train', label: 'Train', group: 'Header' },
  { name: 'learn', label: 'Learn', group: 'Header' },
  { name: 'design', label: 'Design', group: 'Panels' },
  { name: 'inspector', label: 'Inspector', group: 'Panels' },
  { name: 'dock', label: 'Dock', group: 'Panels' },
  ...SECTIONS.map(({ section, title }) => ({ name: section, label: title, group: 'Form' })),
  ...DOCK_TABS.map(({ id, name }) => ({ name: id, label: name, group: 'Dock' })),
];
