import { type Endpoint, type Handlers, serve } from './serve';
import { createFrames } from './studioFrames';
import type { NetworkProtocol } from './studioNetworks';
import type { StudioProtocol } from './studioProtocol';

/** Answers as the studio worker. What is about networks is loaded when it is first asked for: the first screen needs frames alone. */
export function serveStudio(endpoint: Endpoint): void {
  let loaded: Promise<Handlers<NetworkProtocol>> | null = null;
  serve<StudioProtocol, keyof NetworkProtocol>(endpoint, createFrames(), async () => {
    loaded ??= import('./studioNetworks').then(({ createNetworks }) => createNetworks());
    try {
      return await loaded;
    } catch (cause) {
      loaded = null;
      const message =
        'The part of the app that prepares networks could not be loaded. Connect and reload the page; your design is kept.';
      throw new Error(message, { cause });
    }
  });
}
