import { memoised } from '../../memo/memoised';
import type { PackedFile, StudioProtocol } from '../../worker/studioProtocol';
import type { App } from '../app';
import { fileName, isPreset, suggestedName } from '../document/designName';
import { type Workers, workersOf } from '../workers';

type Params<K extends 'exportOnnx' | 'exportWeights'> = Omit<StudioProtocol[K]['params'], 'design' | 'weights'>;

/** A file to keep: the network as ONNX, or its weights alone. */
export type ExportRequest =
  | ({ readonly kind: 'onnx' } & Params<'exportOnnx'>)
  | ({ readonly kind: 'weights' } & Params<'exportWeights'>);

export type ExportStep = StudioProtocol['exportOnnx']['progress'];

/** Another code base's language. */
export type SourceLanguage = StudioProtocol['exportSource']['params']['language'];

/** A text for another code base, or why it cannot express the network. */
export type Source = StudioProtocol['exportSource']['result'];

/** Writes what leaves the app: always the network on the screen, with the weights that runs use. */
export type Exporter = ReturnType<typeof createExporter>;

/** How an export is told about and stopped. */
interface ExportOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (step: ExportStep) => void;
}

/** What an exporter needs: the network, the weights that runs use, and the worker that writes. */
type ExporterPlace = Pick<App, 'document' | 'runStore' | 'checkpoint'> & Pick<Workers, 'studio'>;

/** An app's exporter, made when it is first asked for. */
export const exporterOf: (app: App) => Exporter = memoised((app) => createExporter({ ...app, ...workersOf(app) }));

/** An exporter over the studio worker. */
export function createExporter({ document, runStore, checkpoint, studio }: ExporterPlace) {
  const design = () => document.getState().legal;

  /** After the design and what the file is for: `x3d-s-webgpu-float16.onnx`, `x3d-s-gamma_w-1.5-slowfast.pth`. */
  const nameOf = (request: ExportRequest): string => {
    const origin = document.getState();
    // A design that a checkpoint brought along is no changed preset.
    const foreign = checkpoint.getState().file !== null && !isPreset(origin);
    const design = foreign ? 'x3d' : suggestedName(origin).toLowerCase();
    if (request.kind === 'weights') return fileName(`${design}-${request.naming}`, request.format);
    const { form, dtype } = request;
    const target = [design, form === 'plain' ? '' : form, dtype === 'float32' ? '' : dtype].filter(Boolean).join('-');
    return fileName(target, 'onnx');
  };

  return {
    /** @throws RequestError: a scheme without a name for a tensor, an output that is no module, an unreadable checkpoint */
    async file(request: ExportRequest, options: ExportOptions): Promise<PackedFile> {
      const { weights } = runStore.getState().settings;
      const { kind: _, ...params } = request;
      const asked = { ...params, design: design(), weights };
      const content =
        'form' in asked
          ? await studio().request('exportOnnx', asked, options)
          : await studio().request('exportWeights', asked, options);
      return { name: nameOf(request), content };
    },
    source: (language: SourceLanguage, signal: AbortSignal): Promise<Source> =>
      studio().request('exportSource', { design: design(), language }, { signal }),
  };
}
