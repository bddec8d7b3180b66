import { designOfConfig, looksLikeConfig, notesOn, type ReadConfig, readConfig } from '../../configs/readConfig';
import type { Design } from '../../design/design';
import { harmless, MOST_IN_SENTENCE } from '../../text/harmless';
import { sentenceOf } from '../../text/sentence';
import type { App } from '../app';
import { readLink } from '../codes/linkCode';
import { nearestPreset } from '../document/designName';
import { openLink } from '../document/share';

/** Keys that a sentence lists; more of them are counted. */
const MOST_LISTED = 40;

/**
 * Opens the design a text states (design JSON, mmaction2's Python, SlowFast's YAML): one step of undo. What was not read,
 * and what was understood otherwise than it looks, is said. A text that is none says why, and changes nothing.
 */
export function openConfig({ document, session, notices }: App, text: string, name: string): void {
  try {
    const read = readConfig(text, name);
    const { design, preset, dropped } = designOfConfig(read, document.getState());
    session.countOpened();
    // A file of other tools is called after the preset it comes nearest to; our own says which one it began with.
    document.open({ design, preset: ofOtherTools(read) ? nearestPreset(design) : preset });
    const said = [...dropped, ...sentencesAbout(read, design)];
    if (said.length > 0) notices.notify(`${name} was opened as ${article(read.what)}. ${said.join(' ')}`);
  } catch (error) {
    notices.notify(`${name} holds no design that can be opened. ${sentenceOf(error)}`);
  }
}

/** True for a file that states a whole network, and no preset that it began with. */
function ofOtherTools({ preset, complete, own }: ReadConfig): boolean {
  return preset === undefined && (complete || own !== null);
}

/** Opens what was pasted into the page where it is a link of ours or a configuration; true where it was one of them. */
export function openPasted(app: App, text: string): boolean {
  const link = readLink(text.trim().replace(/^[^#]*#/, ''));
  if (link && !text.trim().includes('\n')) {
    app.session.countOpened();
    openLink(app, link);
  } else if (looksLikeConfig(text)) openConfig(app, text, 'The pasted text');
  else return false;
  return true;
}

/** What has to be said of a configuration that was read. */
function sentencesAbout(read: ReadConfig, design: Design): readonly string[] {
  const { notRead, complete } = read;
  const listed = notRead.slice(0, MOST_LISTED).map((key) => harmless(key, MOST_IN_SENTENCE));
  const more = notRead.length - listed.length;
  return [
    ...notesOn(read, design).map((note) => harmless(note)),
    ...(complete ? [] : ['It states a part of a network; the rest stayed as it was on the screen.']),
    ...(listed.length > 0
      ? [`Not read, since they are not the network’s: ${listed.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`]
      : []),
  ];
}

function article(what: string): string {
  return /^[aeiou]|^mm/.test(what) ? `an ${what}` : `a ${what}`;
}
