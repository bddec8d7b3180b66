import type { App } from '../../state/app';
import { CONFIG_FILES } from '../../state/files/configFiles';
import { asPicture, type FilePlan, planFiles, planText, useOf } from '../../state/files/fileUse';
import { openerOf } from '../../state/files/opener';
import { fileAgain, type KnownFile, keepHandle } from '../../state/files/openFiles';
import { imageFolder } from '../../state/run/imageFolder';
import { isArrayName, listArray } from '../../state/run/openArray';
import type { OwnInput } from '../../state/run/openedInputs';
import { openInput } from '../../state/run/openInput';
import { countText } from '../../text/numberText';
import { sentenceOf } from '../../text/sentence';
import { openDesignFile } from '../app/designFiles';
import { askForFiles, VIDEO_FILES } from '../kit/askForFiles';
import { droppedFiles } from './droppedFiles';
import type { TakenDrop } from './takenFrom';

/** What a file dialog offers first. */
const ACCEPTED = `${CONFIG_FILES},.pth,.pyth,.pt,.ckpt,.bin,.safetensors,.onnx,.txt,${VIDEO_FILES},.npy,image/*`;

/** Opens several files at once, each where it can be used; says what became of them, and what was not used. */
export async function openFiles(app: App, files: readonly File[]): Promise<void> {
  const opener = openerOf(app);
  // What was said of the last files is not said of these.
  opener.dismiss();
  const plan = planFiles(await Promise.all(files.map(async (file) => ({ file, use: await useOf(file) }))));
  const refused: File[] = [];
  if (plan.labels) {
    try {
      await app.labels.open(plan.labels);
      const named = app.labels.getState().labels?.names.length ?? 0;
      if (files.length === 1) app.notices.notify(`${plan.labels.name} names ${countText(named, 'class', 'classes')}.`);
    } catch (error) {
      app.notices.notify(sentenceOf(error));
      refused.push(plan.labels);
    }
  }
  if (plan.config) await openDesignFile(app, plan.config);
  if (plan.checkpoint) {
    // What shows it comes while it is read. Where it does not come, the dock says so.
    import('../checkpoint/CheckpointPanel').catch(() => {});
    await opener.open(plan.checkpoint, plan.checkpoint.name);
    if (app.checkpoint.getState().status.kind === 'failed') refused.push(plan.checkpoint);
  }
  refused.push(...(await runOn(app, plan)));
  const said = planText(plan, refused);
  if (said) app.notices.notify(said);
}

/** Chooses the video, or else the pictures, for runs; gives the files that could not be opened. */
async function runOn(app: App, { videos, images }: FilePlan): Promise<readonly File[]> {
  const folder =
    images.length > 0 &&
    imageFolder(
      await Promise.all(images.map(async (file) => ({ path: file.name, file: await asPicture(file) }))),
      (images.length === 1 && images[0]?.name) || 'Images',
    );
  const [first, ...others] = videos;
  const refused: File[] = [];
  for (const other of others) if (!(await listFile(app, other))) refused.push(other);
  if (first && folder) app.openedInputs.list({ kind: 'images', folder });
  if (first && isArrayName(first.name)) await chooseArray(app, first);
  else if (first) await choose(app, { kind: 'file', file: first });
  else if (folder) await choose(app, { kind: 'images', folder });
  // An input that cannot be opened leaves the one before it chosen.
  const { input } = app.runStore.getState().settings;
  const chosen = input.kind === 'file' ? input.file : input.kind === 'array' ? input.array.file : null;
  if (first && chosen !== first) refused.push(first);
  if (!first && folder && !(input.kind === 'images' && input.folder === folder)) refused.push(...images);
  return refused;
}

/** Puts a file on the list of inputs; false where it holds no clips. */
async function listFile(app: App, file: File): Promise<boolean> {
  if (isArrayName(file.name)) return (await listArray(app, file)) !== null;
  app.openedInputs.list({ kind: 'file', file });
  return true;
}

async function chooseArray(app: App, file: File): Promise<void> {
  const array = await listArray(app, file);
  if (array) await choose(app, { kind: 'array', array });
}

async function choose(app: App, input: OwnInput): Promise<void> {
  app.session.setState({ face: 'design' });
  app.session.openDockTab('run');
  await openInput(app, input);
}

/** Opens what was dropped: a folder's images as the frames of one source; else every file where it belongs. */
export async function openDropped(app: App, dropped: TakenDrop): Promise<void> {
  const opener = openerOf(app);
  try {
    const { folder, files } = await droppedFiles(dropped);
    const images = imageFolder(files, folder ?? 'Images');
    const hidden = new Set(images.leftOut.flatMap(({ path, why }) => (why === 'hidden' ? path : [])));
    const shown = files.filter(({ path }) => !hidden.has(path));
    if (folder !== null && (images.files.length > 0 || shown.length === 0)) {
      opener.dismiss();
      await choose(app, { kind: 'images', folder: images });
    } else
      await openFiles(
        app,
        shown.map(({ file }) => file),
      );
  } catch (error) {
    app.notices.notify(`What was dropped cannot be read. ${sentenceOf(error)}`);
  }
}

/** Asks for files and opens them; by handles where the browser has them, which open the files again after a reload. */
export function askForFile(app: App): void {
  if ('showOpenFilePicker' in window) {
    void (window.showOpenFilePicker as OpenFilePicker)({ multiple: true }).then(
      async (handles) => {
        const files = await Promise.all(handles.map(withKeptHandle));
        await openFiles(app, files);
      },
      // Closed without a choice, or not allowed here (a frame of another site).
      (error: unknown) => !isAbort(error) && askByInput(app),
    );
  } else askByInput(app);
}

/** Opens again what stood open before the page was loaded anew; a file without a handle has to be chosen. */
export async function openAgain(app: App, known: readonly KnownFile[]): Promise<void> {
  const opener = openerOf(app);
  const [fetched] = known.flatMap(({ address }) => address ?? []);
  const own = known.filter(({ address }) => address === undefined);
  const files = await Promise.all(own.map(fileAgain));
  const found = files.filter((file) => file !== null);
  if (fetched !== undefined) await opener.openAddress(fetched);
  if (found.length > 0) await openFiles(app, found);
  const missing = own.filter((_, index) => files[index] === null);
  if (missing.length === 0) return;
  if (found.length === 0 && fetched === undefined) return askByInput(app);
  app.notices.notify(`Choose again: ${missing.map(({ name }) => name).join(', ')}.`, {
    label: 'Open…',
    run: () => askForFile(app),
  });
}

async function withKeptHandle(handle: FileSystemFileHandle): Promise<File> {
  const file = await handle.getFile();
  await keepHandle(handle, file);
  return file;
}

function askByInput(app: App): void {
  askForFiles({ multiple: true, accept: ACCEPTED }, (files) => void openFiles(app, files));
}

/** Not yet in every browser, and not in TypeScript's own types. */
type OpenFilePicker = (how: { multiple: true }) => Promise<readonly FileSystemFileHandle[]>;

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
