import { designJson } from '../../design/designJson';
import type { App } from '../../state/app';
import { linkText, type Shared } from '../../state/codes/linkCode';
import { fileName, suggestedName } from '../../state/document/designName';
import { currentlyShared } from '../../state/document/share';
import { CONFIG_FILES, LARGEST_CONFIG } from '../../state/files/configFiles';
import { amountText, countText } from '../../text/numberText';
import { askForFiles } from '../kit/askForFiles';
import { download } from '../kit/download';
import { late } from './late';

/** The address that opens what is on the screen. */
export function shareAddress(app: App): string {
  const { origin, pathname } = window.location;
  return `${origin}${pathname}#${linkText(currentlyShared(app))}`;
}

/** Copies a link to what is on the screen. */
export function copyLink(app: App): Promise<void> {
  return copyAddress(app, shareAddress(app), heldBy(currentlyShared(app)));
}

/** What a link holds, in words. */
export function heldBy({ lesson, explorer }: Pick<Shared, 'lesson' | 'explorer'>): string {
  if (lesson?.ownDesign) return 'the lesson with its own design';
  if (lesson) return 'the lesson and the whole design';
  return explorer ? 'the chart and the whole design' : 'the whole design';
}

/** Copies a link, and says what it holds. Where the page may not copy, it goes into the address bar. */
export async function copyAddress(app: App, address: string, held: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(address);
    app.notices.notify(`The link is copied: ${held} in ${countText(address.length, 'character')}.`);
  } catch {
    window.history.replaceState(window.history.state, '', address);
    app.notices.notify('This browser does not let the page copy. The link is in the address bar.');
  }
}

/** Copies a text, or where the page may not copy, saves it as a file. */
export async function copyText(app: App, text: string, said: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    app.notices.notify(said);
  } catch {
    download('results.txt', new Blob([text], { type: 'text/plain' }));
    app.notices.notify('This browser does not let the page copy. The text is saved as results.txt.');
  }
}

/** Saves the design on the form as a JSON file. */
export function saveDesignFile(app: App): void {
  const origin = app.document.getState();
  download(fileName(suggestedName(origin), 'json'), new Blob([designJson(origin)], { type: 'application/json' }));
}

/** Opens a design from a file of its own or a configuration: one step of undo. Says what it could not take over. */
export async function openDesignFile(app: App, file: File): Promise<void> {
  if (file.size > LARGEST_CONFIG) {
    app.notices.notify(`${file.name} is too large for a configuration: ${amountText(file.size, 'B')}.`);
    return;
  }
  const text = await file.text();
  late(app, import('../../state/files/openConfig'), ({ openConfig }) => openConfig(app, text, file.name));
}

/** Asks for a design file or a configuration and opens it. */
export function askForDesignFile(app: App): void {
  askForFiles({ accept: CONFIG_FILES }, ([file]) => file && void openDesignFile(app, file));
}
