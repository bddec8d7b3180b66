import type { Library } from '../../dataset/library';
import { readLibrary } from '../../dataset/readLibrary';
import { mirroringOf } from '../../dataset/sides';
import { splitLibrary } from '../../dataset/splits';
import type { Design } from '../../design/design';
import { parseJson } from '../../text/json';
import type { PackedFile, StudioProtocol } from '../../worker/studioProtocol';
import { archiveTexts, DATASET_FILE, FORMAT } from './archiveFiles';
import type { Learnt } from './classes';
import type { OwnParts } from './ownParts';

type OnnxForm = StudioProtocol['exportOnnx']['params']['form'];
type Naming = StudioProtocol['exportWeights']['params']['naming'];

/** How packing is stopped, and told about. */
interface PackOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

type TakeHomePlace = Pick<OwnParts, 'classes' | 'keeper' | 'studio' | 'network' | 'collection'>;

/** Frames a second that an interval of a configuration counts. */
const USUAL_RATE = 30;

/** Writes what one takes away: what was learnt, for other programs, and the data set. */
export function createTakeHome({ classes, keeper, studio, network, collection }: TakeHomePlace) {
  const current = (): Learnt => {
    const { learnt } = classes.getState();
    if (!learnt) throw new Error('Nothing was learnt yet.');
    return learnt;
  };
  const metadata = ({ names }: Learnt) => new Map([['class_names', JSON.stringify(names)]]);
  const asked = async (learnt: Learnt) => ({
    design: learnt.design,
    weights: await network.weights(learnt),
    metadata: metadata(learnt),
  });
  const weights = async (learnt: Learnt, format: 'safetensors' | 'pth', naming: Naming): Promise<Blob> =>
    studio().request('exportWeights', { ...(await asked(learnt)), format, naming });

  /** Configurations, the hook and weights for training on, as far as each code base can express the network. */
  const trainingFiles = async (
    learnt: Learnt,
  ): Promise<{ readonly files: readonly PackedFile[]; readonly reasons: readonly string[] }> => {
    const files: PackedFile[] = [];
    const taught = { mirror: mirrorOf(classes.getState().library), frozen: frozenOf(learnt) };
    const design = withInterval(learnt);
    const mmaction2 = await studio().request('exportSource', { design, language: 'mmaction2', taught });
    const slowfast = await studio().request('exportSource', { design, language: 'slowfast', taught });
    if ('text' in mmaction2) {
      files.push({ name: 'x3d_classes.py', content: textBlob(mmaction2.text) });
      for (const { name, text } of mmaction2.beside ?? []) files.push({ name, content: textBlob(text) });
    }
    files.push({ name: 'x3d-mmaction2.pth', content: await weights(learnt, 'pth', 'mmaction2') });
    if ('text' in slowfast) {
      files.push({ name: 'x3d_classes.yaml', content: textBlob(slowfast.text) });
      files.push({ name: 'x3d-slowfast.pyth', content: await weights(learnt, 'pth', 'slowfast') });
    }
    const reasons = [mmaction2, slowfast].flatMap((written, at) =>
      'reasons' in written ? whyNone(at === 0 ? 'mmaction2' : 'SlowFast', written.reasons) : [],
    );
    return { files, reasons };
  };

  return {
    /** The learnt weights under the names of one code base. @throws RequestError */
    async weights(format: 'safetensors' | 'pth', naming: Naming): Promise<PackedFile> {
      return { name: `x3d-classes-${naming}.${format}`, content: await weights(current(), format, naming) };
    },
    /** The learnt network as ONNX, names of classes in its metadata. @throws RequestError */
    async onnx(form: OnnxForm): Promise<PackedFile> {
      const learnt = current();
      const params = { ...(await asked(learnt)), form, dtype: 'float32', outputs: [] } as const;
      const content = await studio().request('exportOnnx', params);
      return { name: `x3d-classes${form === 'plain' ? '' : `-${form}`}.onnx`, content };
    },
    labels: (): PackedFile => ({
      name: 'labels.txt',
      content: textBlob(
        current()
          .names.map((name) => `${name}\n`)
          .join(''),
      ),
    }),
    /** The data set with lists, and what was learnt with configurations to train on, as one archive. */
    async archive({ signal, onProgress }: PackOptions): Promise<PackedFile> {
      const { library, learnt } = classes.getState();
      const training = learnt && (await trainingFiles(learnt));
      const { texts, videos } = archiveTexts(library, splitLibrary(library, 0), {
        files: training?.files.map(({ name }) => name) ?? [],
        reasons: training?.reasons ?? [],
      });
      const files: PackedFile[] = texts.map(({ name, text }) => ({ name, content: textBlob(text) }));
      for (const [id, name] of videos) {
        const content = await keeper.take(id);
        if (content) files.push({ name, content });
      }
      if (training) files.push(...training.files);
      const content = await studio().request(
        'packFiles',
        { files },
        { signal, onProgress: ({ done, total }) => onProgress(done, total) },
      );
      return { name: 'x3d-classes.zip', content };
    },
    /** Opens an archive saved here: its classes and clips are added to those there are. @throws Error for another file */
    async openArchive(file: Blob): Promise<void> {
      const listed = await studio().request('listArchive', { file });
      if (!listed.some(({ name }) => name === DATASET_FILE))
        throw new Error(
          'This zip archive is no data set saved here: it has no dataset.json. Open its videos as a folder.',
        );
      const text = await (await studio().request('unpackFile', { file, name: DATASET_FILE })).text();
      const { format, library, videos } = (parseJson(text) ?? {}) as Readonly<Record<string, unknown>>;
      if (format !== FORMAT) throw new Error(`Its dataset.json is not of the form ${FORMAT}.`);
      const paths = new Map(Object.entries((videos ?? {}) as Record<string, unknown>));
      await collection.adopt(readLibrary(library), async ({ id, type }) => {
        const name = paths.get(id);
        if (typeof name !== 'string') throw new Error('The archive does not say where its video lies.');
        const bytes = await studio().request('unpackFile', { file, name });
        return new Blob([bytes], { type });
      });
    },
  };
}

/** One sentence of why a code base has no configuration for a network. */
function whyNone(name: string, reasons: readonly string[]): string {
  const parts = reasons.map((reason) => reason.replace(/^SlowFast: /, '').replace(/\.$/, ''));
  return `${name}: ${parts.map((part) => part.charAt(0).toLowerCase() + part.slice(1)).join('; ')}.`;
}

/** What a mirror does to the classes, by number. */
function mirrorOf({ classes }: Library) {
  const mirroring = mirroringOf(classes);
  if (mirroring.kind !== 'swaps') return mirroring.kind;
  const labels = new Map(classes.map(({ id }, label) => [id, label]));
  return [...mirroring.partners].map(([a, b]) => [labels.get(a) ?? 0, labels.get(b) ?? 0] as const);
}

/** What stayed as it was while the network learnt. */
function frozenOf({ scope, design: { reference } }: Learnt): 'backbone' | number {
  if (scope === 'head') return 'backbone';
  return scope === 'all' ? reference.frozen_stages : Math.min(scope.frozenStages, reference.num_stages);
}

/** The design with the interval that a look had, in frames of a usual video. */
function withInterval({ design, window }: Learnt): Design {
  const interval = Math.max(1, Math.round((window * USUAL_RATE) / design.clip.t));
  return { ...design, clip: { ...design.clip, interval } };
}

function textBlob(text: string): Blob {
  return new Blob([text], { type: 'text/plain' });
}
