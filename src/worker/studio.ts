import type { Call, Handlers } from './serve';
import { createFrames } from './studioFrames';
import type { NetworkProtocol } from './studioNetworks';
import type { StudioProtocol } from './studioProtocol';

/** The studio worker's answers. What is about networks is loaded when it is first asked for: the first screen needs frames alone. */
export function createStudio(): Handlers<StudioProtocol> {
  let loaded: Promise<Handlers<NetworkProtocol>> | null = null;
  const networks = async (): Promise<Handlers<NetworkProtocol>> => {
    loaded ??= import('./studioNetworks').then(({ createNetworks }) => createNetworks());
    try {
      return await loaded;
    } catch (cause) {
      loaded = null;
      const message =
        'The part of the app that prepares networks could not be loaded. Connect and reload the page; your design is kept.';
      throw new Error(message, { cause });
    }
  };
  const late =
    <K extends keyof NetworkProtocol>(method: K) =>
    async (
      params: NetworkProtocol[K]['params'],
      call: Call<NetworkProtocol[K]['progress']>,
    ): Promise<NetworkProtocol[K]['result']> =>
      (await networks())[method](params, call);
  return {
    ...createFrames(),
    prepare: late('prepare'),
    census: late('census'),
    prepareYardstick: late('prepareYardstick'),
    pieces: late('pieces'),
    preparePiece: late('preparePiece'),
    prepareProbe: late('prepareProbe'),
    exportOnnx: late('exportOnnx'),
    exportWeights: late('exportWeights'),
    exportSource: late('exportSource'),
    packFiles: late('packFiles'),
    listArchive: late('listArchive'),
    unpackFile: late('unpackFile'),
    openCheckpoint: late('openCheckpoint'),
    ledger: late('ledger'),
    loadWeights: late('loadWeights'),
    closeCheckpoint: late('closeCheckpoint'),
    prepareBoth: late('prepareBoth'),
    tensorFacts: late('tensorFacts'),
    activationFacts: late('activationFacts'),
    gradCam: late('gradCam'),
  };
}
