/** What a dialog offers first where videos are asked for. */
export const VIDEO_FILES = 'video/*,.mp4,.webm,.mov,.mkv';

/** What a dialog for files offers. */
interface FileChoice {
  readonly multiple?: boolean;
  /** Offered first. */
  readonly accept?: string;
  /** A folder is chosen, with all that lies in it. */
  readonly webkitdirectory?: boolean;
}

/** Opens the browser's dialog for files; `onFiles` gets what was chosen, and is not called where nothing was. */
export function askForFiles(choice: FileChoice, onFiles: (files: readonly File[]) => void): void {
  const input = Object.assign(document.createElement('input'), { type: 'file', ...choice });
  input.addEventListener('change', () => {
    const files = [...(input.files ?? [])];
    if (files.length > 0) onFiles(files);
  });
  input.click();
}
