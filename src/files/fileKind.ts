/** What a file is by its bytes, in words. */
export interface FileKind {
  /** `a JPEG picture`, `an AVI video`. */
  readonly what: string;
  /** What to do with it before it can be of use anywhere; null where there is nothing. */
  readonly remedy: string | null;
  /** What to do where a video was expected; left out where there is nothing. */
  readonly asVideo?: string;
}

/** A kind of file that its first bytes tell. */
interface Signature extends FileKind {
  /** Bytes from the file's beginning, as text with one character a byte; `?` stands for any. */
  readonly begins: string;
}

/** Bytes of a file's beginning that are enough to tell its kind. */
export const KIND_BYTES = 560;

const PICTURES = 'One picture is no clip: drop a folder of pictures, and they are its frames in order of their names.';
const SOUND = 'It has no pictures. Choose a video.';
const UNPACK = 'Unpack it, and drop what is in it.';

/** The line for ffmpeg that makes a video every browser plays; `FILE` stands for the file's name. */
const FFMPEG = 'ffmpeg -i "FILE" -c:v libx264 -pix_fmt yuv420p -an "FILE.mp4"';
const CONVERT = `Convert it first: ${FFMPEG}`;
/** H.264 takes even sides only, which a GIF need not have. */
const CONVERT_GIF = `Convert it first: ${FFMPEG.replace('-c:v', '-vf "pad=ceil(iw/2)*2:ceil(ih/2)*2" -c:v')}`;

/** The first that fits. Sources: the formats' own specifications; magic numbers as in the IANA media types. */
const SIGNATURES: readonly Signature[] = [
  { begins: '\xff\xd8\xff', what: 'a JPEG picture', remedy: null, asVideo: PICTURES },
  { begins: '\x89PNG', what: 'a PNG picture', remedy: null, asVideo: PICTURES },
  { begins: 'GIF8', what: 'a GIF animation', remedy: null, asVideo: CONVERT_GIF },
  { begins: 'RIFF????WEBP', what: 'a WebP picture', remedy: null, asVideo: PICTURES },
  { begins: 'RIFF????AVI ', what: 'an AVI video', remedy: null, asVideo: CONVERT },
  { begins: 'RIFF????WAVE', what: 'a WAV sound', remedy: null, asVideo: SOUND },
  { begins: '????ftypavif', what: 'an AVIF picture', remedy: null, asVideo: PICTURES },
  { begins: '????ftyphei', what: 'an HEIC picture', remedy: null, asVideo: PICTURES },
  { begins: '????ftypmif1', what: 'an HEIF picture', remedy: null, asVideo: PICTURES },
  { begins: '????ftypM4A', what: 'an M4A sound', remedy: null, asVideo: SOUND },
  { begins: '????ftypqt', what: 'a QuickTime video', remedy: null },
  { begins: '????ftyp', what: 'an MP4 video', remedy: null },
  { begins: '\x1a\x45\xdf\xa3', what: 'a WebM or Matroska video', remedy: null },
  { begins: 'FLV\x01', what: 'a Flash video', remedy: null, asVideo: CONVERT },
  { begins: '\x30\x26\xb2\x75\x8e\x66\xcf\x11', what: 'a Windows Media video', remedy: null, asVideo: CONVERT },
  { begins: '\x00\x00\x01\xba', what: 'an MPEG video', remedy: null, asVideo: CONVERT },
  { begins: '\x00\x00\x01\xb3', what: 'an MPEG video', remedy: null, asVideo: CONVERT },
  { begins: 'OggS', what: 'an Ogg file', remedy: null, asVideo: CONVERT },
  { begins: 'ID3', what: 'an MP3 sound', remedy: null, asVideo: SOUND },
  { begins: '\xff\xfb', what: 'an MP3 sound', remedy: null, asVideo: SOUND },
  { begins: 'fLaC', what: 'a FLAC sound', remedy: null, asVideo: SOUND },
  { begins: 'II*\x00', what: 'a TIFF picture', remedy: null, asVideo: PICTURES },
  { begins: 'MM\x00*', what: 'a TIFF picture', remedy: null, asVideo: PICTURES },
  { begins: '%PDF-', what: 'a PDF', remedy: null },
  { begins: '\x93NUMPY', what: 'a NumPy array', remedy: null },
  { begins: '\x89HDF\r\n\x1a\n', what: 'an HDF5 file (Keras)', remedy: null },
  { begins: '????TFL3', what: 'a TensorFlow Lite model', remedy: null },
  { begins: 'SIMPLE  =', what: 'a FITS picture', remedy: null, asVideo: PICTURES },
  { begins: 'SQLite format 3\x00', what: 'an SQLite database', remedy: null },
  { begins: '\x7fELF', what: 'a program', remedy: null },
  { begins: 'PK\x03\x04', what: 'a zip archive', remedy: UNPACK },
  { begins: 'PK\x05\x06', what: 'an empty zip archive', remedy: null },
  { begins: '\x1f\x8b', what: 'packed with gzip', remedy: UNPACK },
  { begins: 'BZh', what: 'packed with bzip2', remedy: UNPACK },
  { begins: '\xfd7zXZ', what: 'packed with xz', remedy: UNPACK },
  { begins: '\x28\xb5\x2f\xfd', what: 'packed with Zstandard', remedy: UNPACK },
  { begins: '7z\xbc\xaf\x27\x1c', what: 'a 7-Zip archive', remedy: UNPACK },
  { begins: 'Rar!', what: 'a RAR archive', remedy: UNPACK },
  {
    begins: 'version https://git-lfs',
    what: 'a pointer of Git LFS, not the file itself',
    remedy: 'Fetch the file: git lfs pull',
  },
  { begins: 'BM', what: 'a BMP picture', remedy: null, asVideo: PICTURES },
];

const TEXTS: readonly { readonly found: RegExp; readonly kind: FileKind }[] = [
  {
    found: /^\s*(<!doctype html|<html)/i,
    kind: {
      what: 'a web page',
      remedy:
        'A site sends one where a download needs a login or a click: open its address in a browser and save the file.',
    },
  },
  { found: /^\s*<(\?xml|svg)/i, kind: { what: 'an XML text', remedy: null } },
];

/** What a file is, by its beginning. @throws what reading it throws */
export async function kindOfFile(file: Blob): Promise<FileKind | null> {
  return fileKind(new Uint8Array(await file.slice(0, KIND_BYTES).arrayBuffer()));
}

/** What a file is, by its first `KIND_BYTES` bytes; null where they are of no kind known here. Never throws. */
export function fileKind(start: Uint8Array): FileKind | null {
  if (start.length === 0) {
    return { what: 'empty', remedy: 'It has no bytes, as after a download that failed: get it again.' };
  }
  const text = Array.from(start.subarray(0, KIND_BYTES), (byte) => String.fromCharCode(byte)).join('');
  const known = SIGNATURES.find(({ begins }) =>
    Array.from(begins).every((character, at) => character === '?' || character === text[at]),
  );
  if (known) return known;
  if (text.slice(257, 262) === 'ustar') return { what: 'a tar archive', remedy: UNPACK };
  // A transport stream repeats its mark every 188 bytes.
  if (text[0] === 'G' && text[188] === 'G' && text[376] === 'G')
    return { what: 'an MPEG transport stream', remedy: null, asVideo: CONVERT };
  const plain = textOf(start.subarray(0, KIND_BYTES));
  if (plain === null) return null;
  const page = TEXTS.find(({ found }) => found.test(plain))?.kind;
  const line = plain.trim().split(/[\r\n]/, 1)[0] ?? '';
  return page ?? { what: `text, beginning “${line.length > 40 ? `${line.slice(0, 40)}…` : line}”`, remedy: null };
}

/** A remedy for a file of this name. */
export function withName(remedy: string, name: string): string {
  const stem = name.replace(/\.[^.]*$/, '');
  // A name is the file's own choice: what a shell would read in it is taken out of the line.
  const safe = (part: string) => part.replace(/["$`\\!]/g, '_');
  // A file that is called mp4 already cannot be written to itself.
  const made = /\.mp4$/i.test(name) ? `${stem}-h264` : stem;
  return remedy.replace('"FILE.mp4"', `"${safe(made)}.mp4"`).replace('"FILE"', `"${safe(name)}"`);
}

/** The media type of a picture, `image/jpeg`; null for what is none. */
export function pictureType({ what }: FileKind): string | null {
  const [, format] = /^an? (\w+) picture$/.exec(what) ?? [];
  return format ? `image/${format.toLowerCase()}` : null;
}

/** Text in UTF-8 without control characters; null for anything else. The last character may be cut. */
function textOf(start: Uint8Array): string | null {
  const text = new TextDecoder().decode(start).replace(/\ufffd$/, '');
  return /[^\P{Cc}\s]|\ufffd/u.test(text) ? null : text;
}
