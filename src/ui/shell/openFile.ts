import { bench } from '../../state/browserBench';
import { opener } from '../../state/browserOpener';
import { CONFIG_FILES, isConfigName } from '../../state/configFiles';
import { showFace } from '../../state/face';
import { imageFolder } from '../../state/imageFolder';
import { notify } from '../../state/notices';
import { openDockTab } from '../../state/session';
import { sentenceOf } from '../../text/sentence';
import { openDesignFile } from '../kit/designFiles';
import type { Dropped } from './droppedFiles';

/** A kind of file the page takes, and what it does with it. */
interface Reader {
  takes(file: File): boolean;
  open(file: File): void;
}

const VIDEO = /\.(mp4|m4v|webm|mov|mkv|avi)$/i;

/** The first that takes a file opens it. Checkpoints come last: their bytes decide, whatever the name. */
const READERS: readonly Reader[] = [
  {
    takes: ({ name, type }) => type.startsWith('video/') || VIDEO.test(name),
    open(file) {
      showFace('design');
      openDockTab('run');
      void bench.configure({ input: { kind: 'file', file } });
    },
  },
  { takes: ({ name }) => isConfigName(name), open: (file) => void openDesignFile(file) },
  { takes: () => true, open: (file) => void opener.open(file, file.name) },
];

/** What a file dialog offers first. */
const ACCEPTED = `${CONFIG_FILES},.pth,.pyth,.pt,.bin,.safetensors,.onnx,video/*,.mp4,.webm,.mov,.mkv`;

/** Opens a file for whoever can use it: a clip to run on, else a checkpoint. */
export function openFile(file: File): void {
  // What was said of the last file is not said of this one.
  opener.dismiss();
  READERS.find((reader) => reader.takes(file))?.open(file);
}

/** Opens what was dropped: images together, as the frames of one source; else the first file that can be opened. */
export async function openDropped(dropped: Promise<Dropped>): Promise<void> {
  try {
    const { folder, files } = await dropped;
    const images = imageFolder(files, folder ?? 'Images');
    const [first] = files.filter(
      ({ path }) => !images.leftOut.some((each) => each.path === path && each.why === 'hidden'),
    );
    if (images.files.length > 0 || (folder !== null && !first)) {
      opener.dismiss();
      showFace('design');
      openDockTab('run');
      void bench.configure({ input: { kind: 'images', folder: images } });
    } else if (first) openFile(first.file);
  } catch (error) {
    notify(`What was dropped cannot be read. ${sentenceOf(error)}`);
  }
}

/** Asks for a file and opens it. */
export function askForFile(): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = ACCEPTED;
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    if (file) openFile(file);
  });
  input.click();
}
