import { opener } from '../files/browserOpener';
import { checkpointStore } from '../files/checkpoint';
import { showFace } from '../view/face';
import { notify } from '../view/notices';

/** The trained network that comes with the app. */
const BUNDLED = 'trained/nine-motions.safetensors';

/** Opens the bundled trained network to start from, and comes back to the Train face. */
export async function takeBundledNetwork(): Promise<void> {
  await opener.openAddress(BUNDLED);
  const { fault } = checkpointStore.getState();
  if (fault) notify(fault.message);
  showFace('train');
}
