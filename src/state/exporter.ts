import type { Studio } from '../worker/client';
import type { StudioProtocol } from '../worker/messages';
import { documentStore } from './document';
import { liveStore } from './live';

type Params<K extends 'exportOnnx' | 'exportWeights'> = Omit<StudioProtocol[K]['params'], 'design' | 'weights'>;

/** A file to keep: the network as ONNX, or its weights alone. */
export type ExportRequest =
  | ({ readonly kind: 'onnx' } & Params<'exportOnnx'>)
  | ({ readonly kind: 'weights' } & Params<'exportWeights'>);

/** What an export is busy with. */
export type ExportStep = StudioProtocol['exportOnnx']['progress'];

/** Another code base's language. */
export type SourceLanguage = StudioProtocol['exportSource']['params']['language'];

/** A text for another code base, or why it cannot express the network. */
export type Source = StudioProtocol['exportSource']['result'];

/** Writes what leaves the app: always the network on the screen, with the weights that runs use. */
export interface Exporter {
  /** @throws RequestError: a scheme without a name for a tensor, an output that is no module, an unreadable checkpoint */
  file(request: ExportRequest, options: ExportOptions): Promise<SavedFile>;
  source(language: SourceLanguage, signal: AbortSignal): Promise<Source>;
}

/** How an export is told about and stopped. */
export interface ExportOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (step: ExportStep) => void;
}

/** A file under the name it is offered by. */
export interface SavedFile {
  readonly name: string;
  readonly content: Blob;
}

/** An exporter over the studio worker. */
export function createExporter(studio: () => Studio): Exporter {
  const design = () => documentStore.getState().legal;
  return {
    async file(request, options) {
      const { weights } = liveStore.getState().settings;
      const { kind: _, ...params } = request;
      const asked = { ...params, design: design(), weights };
      const content =
        'form' in asked
          ? await studio().request('exportOnnx', asked, options)
          : await studio().request('exportWeights', asked, options);
      return { name: fileName(request), content };
    },
    source: (language, signal) => studio().request('exportSource', { design: design(), language }, { signal }),
  };
}

/** `x3d-webgpu-float16.onnx`, `x3d-slowfast.pth`. */
function fileName(request: ExportRequest): string {
  if (request.kind === 'weights') return `x3d-${request.naming}.${request.format}`;
  const { form, dtype } = request;
  return `${['x3d', form === 'plain' ? '' : form, dtype === 'float32' ? '' : dtype].filter(Boolean).join('-')}.onnx`;
}
