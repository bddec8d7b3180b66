/** Why a part of the app that comes in a file of its own is not here, in a sentence, and whether a load helps. */
export interface MissingPart {
  readonly text: string;
  readonly reloadHelps: boolean;
}

/** Looks why a file of the app was not to be had: the page on the host tells whether it is another version's by now. */
export async function whyMissing(): Promise<MissingPart> {
  const ours = Array.from(document.scripts, (script) => script.getAttribute('src') ?? '');
  try {
    const page = await fetch(new URL('./', document.baseURI), { cache: 'no-store' });
    const text = await page.text();
    if (page.ok && !ours.every((name) => text.includes(name))) return UPDATED;
    return UNKNOWN;
  } catch {
    return OFFLINE;
  }
}

/**
 * Loads the page again, which is the way to a part that was missing: a page keeps a module that it could not load as one
 * that fails (HTML standard, “fetch a single module script”), and never asks for it again.
 * @returns why not: the page is not left for a host that is not there
 */
export async function reloadIfThere(): Promise<MissingPart | null> {
  const why = await whyMissing();
  if (!why.reloadHelps) return why;
  window.location.reload();
  return null;
}

const UPDATED: MissingPart = {
  text: 'X3D Studio was updated since this page was loaded, and this part of the earlier version is gone. Reload to get the new one; your design is kept.',
  reloadHelps: true,
};

const OFFLINE: MissingPart = {
  text: 'This part of X3D Studio is not here yet, and there is no network. Connect, then try again.',
  reloadHelps: false,
};

const UNKNOWN: MissingPart = {
  text: 'This part of X3D Studio could not be loaded: the host did not send what it should. Reload to ask it again; your design is kept.',
  reloadHelps: true,
};
