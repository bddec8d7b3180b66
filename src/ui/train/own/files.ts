import { AnnotationError, annotatedFiles, readAnnotations } from '../../../dataset/annotations';
import { withClass } from '../../../dataset/edits';
import { folderTree, type PlacedFile } from '../../../dataset/folderTree';
import type { App } from '../../../state/app';
import type { VideosOf } from '../../../state/classes/collection';
import { ownClassesOf } from '../../../state/classes/ownClasses';
import { freshId } from '../../../state/storage';
import { sentenceOf } from '../../../text/sentence';
import { askForFiles, VIDEO_FILES } from '../../kit/askForFiles';

export function askForVideos(app: App, classId: string): void {
  askForFiles({ multiple: true, accept: VIDEO_FILES }, (files) => {
    void ownClassesOf(app).collection.addVideos([{ classId, files }]);
  });
}

/** Asks for a folder whose folders are classes, or in which a list names videos and classes. */
export function askForFolder(app: App): void {
  askForFiles({ multiple: true, webkitdirectory: true }, (files) => {
    void addPlaced(
      app,
      files.map((file) => ({ path: file.webkitRelativePath || file.name, file })),
    );
  });
}

export function askForVideo(chosen: (file: File) => void): void {
  askForFiles({ accept: VIDEO_FILES }, ([file]) => file && chosen(file));
}

/** Asks for an archive that was saved here, and adds what it holds. */
export function askForArchive(app: App): void {
  askForFiles({ accept: '.zip' }, ([file]) => {
    if (!file) return;
    const said = (error: unknown) => app.notices.notify(`${file.name}: ${sentenceOf(error)}`);
    ownClassesOf(app).takeHome.openArchive(file).catch(said);
  });
}

/** Adds files by the folders they lie in, or by the list among them; says what was not used. */
async function addPlaced(app: App, found: readonly PlacedFile<File>[]): Promise<void> {
  try {
    const { classes, unused } = await classesAmong(found);
    if (classes.length === 0) {
      app.notices.notify(
        'There is no folder of videos in it. A class is a folder, and its clips are the videos in that folder.',
      );
      return;
    }
    await ownClassesOf(app).collection.addVideos(
      classes.map(({ className, files }) =>
        videosOf(
          app,
          className,
          files.map(({ file }) => file),
        ),
      ),
    );
    if (unused.length > 0)
      app.notices.notify(
        `Not used: ${unused.slice(0, 3).join(', ')}${unused.length > 3 ? `, and ${unused.length - 3} more` : ''}.`,
      );
  } catch (error) {
    app.notices.notify(sentenceOf(error));
  }
}

/** Videos for the class of this name, which is made where there is none. */
function videosOf(app: App, name: string, files: readonly File[]): VideosOf {
  const library = () => app.classes.getState().library;
  const sameName = () => library().classes.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (!sameName()) ownClassesOf(app).collection.edit((now) => withClass(now, { id: freshId(), name }));
  const found = sameName() ?? library().classes.at(-1);
  return { classId: found?.id ?? '', files };
}

/** Videos by class: as lists in mmaction2's form say, names from a labels.txt; where none names any, by their folders. */
async function classesAmong(found: readonly PlacedFile<File>[]) {
  const texts = found.filter(({ path }) => /\.(txt|csv)$/i.test(path));
  const labels = texts.find(({ path }) => /(^|\/)(labels|classes|label_map)[^/]*\.txt$/i.test(path));
  const names = labels
    ? (await labels.file.text())
        .split(/\r?\n/)
        .map((line) => line.trim())
        .filter(Boolean)
    : [];
  const lists = await Promise.all(texts.filter((each) => each !== labels).map(readList));
  const annotated = annotatedFiles(
    lists.flatMap(({ annotations }) => annotations),
    found,
    names,
  );
  if (annotated.classes.length > 0)
    return { classes: annotated.classes, unused: annotated.missing.map((path) => `${path} (not in the folder)`) };
  const { classes, leftOut } = folderTree(found);
  const why = new Map(lists.map(({ path, fault }) => [path, fault]));
  return { classes, unused: leftOut.map((path) => (why.get(path) ? `${path} (${why.get(path)})` : path)) };
}

/** A text as a list of videos and classes, or why it is none: it may be another that lies there. */
async function readList({ path, file }: PlacedFile<File>) {
  try {
    return { path, annotations: readAnnotations(await file.text()), fault: null };
  } catch (error) {
    if (error instanceof AnnotationError) return { path, annotations: [], fault: error.message.replace(/\.$/, '') };
    throw error;
  }
}
