import { opener } from '../../state/files/browserOpener';
import { CONFIG_FILES } from '../../state/files/configFiles';
import { type FilePlan, planFiles, planText, useOf } from '../../state/files/fileUse';
import { fileAgain, type KnownFile, keepHandle } from '../../state/files/openFiles';
import { isArrayName, listArray, openArray } from '../../state/run/browserArray';
import { bench } from '../../state/run/browserBench';
import { imageFolder } from '../../state/run/imageFolder';
import { openLabels } from '../../state/run/labels';
import type { Input } from '../../state/run/live';
import { listInput } from '../../state/run/openedInputs';
import { showFace } from '../../state/view/face';
import { notify } from '../../state/view/notices';
import { openDockTab } from '../../state/view/session';
import { sentenceOf } from '../../text/sentence';
import { openDesignFile } from '../app/designFiles';
import type { Dropped } from './droppedFiles';

/** What a file dialog offers first. */
const ACCEPTED = `${CONFIG_FILES},.pth,.pyth,.pt,.ckpt,.bin,.safetensors,.onnx,.txt,video/*,.mp4,.webm,.mov,.mkv,.npy,image/*`;

/** Opens files together, each for whoever can use it; says what became of several, and what was not used. */
export async function openFiles(files: readonly File[]): Promise<void> {
  // What was said of the last files is not said of these.
  opener.dismiss();
  const plan = planFiles(await Promise.all(files.map(async (file) => ({ file, use: await useOf(file) }))));
  if (plan.labels) await openLabels(plan.labels).catch((error: unknown) => notify(sentenceOf(error)));
  if (plan.config) await openDesignFile(plan.config);
  if (plan.checkpoint) await opener.open(plan.checkpoint, plan.checkpoint.name);
  await runOn(plan);
  const said = planText(plan);
  if (said) notify(said);
}

/** Chooses the video, or else the pictures, for runs. */
async function runOn({ videos, images }: FilePlan): Promise<void> {
  const folder =
    images.length > 0 &&
    imageFolder(
      images.map((file) => ({ path: file.name, file })),
      'Images',
    );
  const [first, ...others] = videos;
  for (const other of others) await listFile(other);
  if (first && folder) listInput({ kind: 'images', folder });
  if (first && isArrayName(first.name)) await chooseArray(first);
  else if (first) await choose({ kind: 'file', file: first });
  else if (folder) await choose({ kind: 'images', folder });
}

async function listFile(file: File): Promise<void> {
  if (isArrayName(file.name)) await listArray(file);
  else listInput({ kind: 'file', file });
}

async function chooseArray(file: File): Promise<void> {
  showFace('design');
  openDockTab('run');
  await openArray(file);
}

async function choose(input: Input): Promise<void> {
  showFace('design');
  openDockTab('run');
  await bench.configure({ input });
}

/** Opens what was dropped: a folder's images as the frames of one source; else every file where it belongs. */
export async function openDropped(dropped: Promise<Dropped>): Promise<void> {
  try {
    const { folder, files } = await dropped;
    const images = imageFolder(files, folder ?? 'Images');
    const hidden = new Set(images.leftOut.flatMap(({ path, why }) => (why === 'hidden' ? path : [])));
    const shown = files.filter(({ path }) => !hidden.has(path));
    if (folder !== null && (images.files.length > 0 || shown.length === 0)) {
      opener.dismiss();
      await choose({ kind: 'images', folder: images });
    } else await openFiles(shown.map(({ file }) => file));
  } catch (error) {
    notify(`What was dropped cannot be read. ${sentenceOf(error)}`);
  }
}

/** Asks for files and opens them; by handles where the browser has them, which open the files again after a reload. */
export function askForFile(): void {
  if ('showOpenFilePicker' in window) {
    void (window.showOpenFilePicker as OpenFilePicker)({ multiple: true }).then(
      async (handles) => {
        const files = await Promise.all(handles.map(withKeptHandle));
        await openFiles(files);
      },
      // Closed without a choice, or not allowed here (a frame of another site).
      (error: unknown) => !isAbort(error) && askByInput(),
    );
  } else askByInput();
}

/** Opens again what stood open before the page was loaded anew; a file without a handle has to be chosen. */
export async function openAgain(known: readonly KnownFile[]): Promise<void> {
  const files = await Promise.all(known.map(fileAgain));
  const found = files.filter((file) => file !== null);
  if (found.length > 0) await openFiles(found);
  const missing = known.filter((_, index) => files[index] === null);
  if (missing.length === 0) return;
  if (found.length === 0) return askByInput();
  notify(`Choose again: ${missing.map(({ name }) => name).join(', ')}.`, { label: 'Open…', run: askForFile });
}

async function withKeptHandle(handle: FileSystemFileHandle): Promise<File> {
  const file = await handle.getFile();
  await keepHandle(handle, file);
  return file;
}

function askByInput(): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.accept = ACCEPTED;
  input.addEventListener('change', () => {
    const files = [...(input.files ?? [])];
    if (files.length > 0) void openFiles(files);
  });
  input.click();
}

/** Not yet in every browser, and not in TypeScript's own types. */
type OpenFilePicker = (how: { multiple: true }) => Promise<readonly FileSystemFileHandle[]>;

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
