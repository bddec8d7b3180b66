/** What was dropped, before anything of it is read. */
export interface TakenDrop {
  readonly entries: readonly FileSystemEntry[];
  readonly plain: readonly File[];
  /** By these files are opened again after a reload. */
  readonly handles: readonly (Promise<FileSystemHandle | null> | null)[];
}

/** Takes everything out of a transfer at once: the browser empties it when its event is over. */
export function takenFrom(transfer: DataTransfer): TakenDrop {
  const items: readonly HandingItem[] = [...transfer.items];
  return {
    entries: items.flatMap((item) => item.webkitGetAsEntry?.() ?? []),
    plain: [...transfer.files],
    handles: items.map((item) => item.getAsFileSystemHandle?.() ?? null),
  };
}

/** Not yet in every browser, and not in TypeScript's own types. */
interface HandingItem extends DataTransferItem {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}
